using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Trust;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Formats;

/// <summary>What a signature is judged against.</summary>
/// <param name="Subject">The manifest whose signature is wanted.</param>
/// <param name="Now">The time of the judgement.</param>
public sealed record VerificationContext(Descriptor Subject, DateTimeOffset Now)
{
    /// <summary>The trusted keys; any of them satisfies.</summary>
    public IReadOnlyList<PublicKey> Keys { get; init; } = [];

    /// <summary>The reference that the user asked for, for the reference check; null when it has none to compare.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>Whether and how the signed reference must match.</summary>
    public ReferenceBinding Binding { get; init; }

    /// <summary>Claims that must stand in the signed payload.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.EmptyAnnotations;

    /// <summary>The digest of the image description that the signed payload must name; null when none was asked for.</summary>
    public Digest? DescriptionDigest { get; init; }

    /// <summary>The trust policy's statement for Notary Project signatures, with its trust stores; null when none was given.</summary>
    public NotaryTrust? Notary { get; init; }

    /// <summary>The Sigstore instance and the identities that are trusted; null when none were given.</summary>
    internal ResolvedTrust? Sigstore { get; init; }
}
