using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>What a signature says, besides being one; every format carries the same claims in its own place.</summary>
public sealed record SignedClaims
{
    /// <summary>The names of claims that only ImageSign itself writes.</summary>
    public const string ReservedPrefix = "dev.imagesign.";

    /// <summary>Claim: the <c>host/repo:tag</c> names that the image was pushed as.</summary>
    public const string ReferenceName = "dev.imagesign.reference";

    /// <summary>Claim: when it was signed, RFC 3339, UTC.</summary>
    public const string TimeName = "dev.imagesign.time";

    /// <summary>Claim: when the signature stops counting, RFC 3339, UTC.</summary>
    public const string ExpiresName = "dev.imagesign.expires";

    /// <summary>Claim: the digest of the image description (<c>-c</c>).</summary>
    public const string ConfigDigestName = "dev.imagesign.config.digest";

    /// <summary>Claim: the name of the image description (<c>-c</c>).</summary>
    public const string ConfigFileName = "dev.imagesign.config.name";

    /// <summary>The digest that the signature is for.</summary>
    public required Digest Subject { get; init; }

    /// <summary>The references the signer claims; empty when absent.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The signing time as the signer claims it, or null.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The expiry, or null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Annotations of the signer, with the reserved ones other than those above.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.EmptyAnnotations;
}
