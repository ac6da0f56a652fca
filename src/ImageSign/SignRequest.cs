using ImageSign.Keys;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>What is to be signed, with which key, saying what.</summary>
/// <param name="Image">The image; a tag is resolved once.</param>
/// <param name="Key">The private key.</param>
public sealed record SignRequest(ImageReference Image, KeyReference Key)
{
    /// <summary>Names of formats; empty for the default of the place.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Annotations that the signature carries (<c>-a</c>); reserved names are refused.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.EmptyAnnotations;

    /// <summary>The tags that the image was pushed under, or has in an engine; empty: the tag of <see cref="Image"/>, if it has one.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>For an image archive: the file that the signature over the archive's bytes goes to; null for the default of the place.</summary>
    public string? BundleFile { get; init; }

    /// <summary>
    /// A description of the image, which every signature names by its digest; null for none. An image that contradicts it is not signed. For an index, each
    /// platform's image is compared.
    /// </summary>
    public string? ConfigFile { get; init; }

    /// <summary>For an image archive: refuse a file that holds anything besides the image that <see cref="Image"/> names by its digest.</summary>
    public bool OnlyImage { get; init; }

    /// <summary>For an OCI archive: list the signature beside the image, where other tools look, although some open an archive only while it lists nothing but the image.</summary>
    public bool Attach { get; init; }

    /// <summary>How long the signature counts, or null for ever.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>For an index: sign its platform images too (podman and CRI-O check those).</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>Do nothing for a subject that already has a valid signature of this key that says the same.</summary>
    public bool IfMissing { get; init; }

    /// <summary>The tags of a platform image, when they differ from the index's (<c>latest-linux-x64</c>); by digest.</summary>
    public IReadOnlyDictionary<Digest, IReadOnlyList<string>> PlatformTags { get; init; } = new Dictionary<Digest, IReadOnlyList<string>>();

    /// <summary>A PEM file with the certificates of the key, its own first and the root last; null when the key brings them along.</summary>
    public string? CertificateChainFile { get; init; }

    /// <summary>An RFC 3161 timestamping authority, or null for no timestamp.</summary>
    public Uri? TimestampUrl { get; init; }

    /// <summary>A file with the one root certificate that the timestamp must lead to.</summary>
    public string? TimestampRootFile { get; init; }
}
