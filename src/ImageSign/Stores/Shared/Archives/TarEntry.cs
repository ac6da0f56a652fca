namespace ImageSign.Stores.Shared.Archives;

/// <summary>What a tar says of one member, its extended headers included.</summary>
/// <param name="Name">The name as it stands there.</param>
/// <param name="LinkName">Where a link leads, as it stands there.</param>
/// <param name="Size">The length of the content, in bytes.</param>
/// <param name="Type">The type, from <see cref="TarHeader"/>.</param>
/// <param name="Start">Where its headers begin, in bytes from the start of the tar.</param>
internal sealed record TarEntry(string Name, string LinkName, long Size, char Type, long Start);
