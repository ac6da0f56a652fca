using ImageSign.Oci;

namespace ImageSign.Tasks;

/// <summary>One manifest or index that the SDK pushed.</summary>
/// <param name="Descriptor">Its media type, its size, the digest of its bytes as they were hashed here, and for an image its platform.</param>
/// <param name="Tags">The tags that it was pushed under.</param>
internal sealed record PublishedImage(Descriptor Descriptor, IReadOnlyList<string> Tags);
