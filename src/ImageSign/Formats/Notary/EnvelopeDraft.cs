namespace ImageSign.Formats.Notary;

/// <summary>An envelope before it is signed.</summary>
/// <param name="Protected">The protected header, encoded.</param>
/// <param name="Payload">The payload's bytes.</param>
/// <param name="ToBeSigned">The bytes to sign.</param>
internal sealed record EnvelopeDraft(ReadOnlyMemory<byte> Protected, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> ToBeSigned);
