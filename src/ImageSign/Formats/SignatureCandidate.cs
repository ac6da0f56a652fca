using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>An envelope that was found and may be a signature of the subject; or what was found instead.</summary>
/// <param name="Format">The format that discovered it.</param>
/// <param name="Subject">The subject whose signature it may be.</param>
/// <param name="Artifact">The manifest that holds it.</param>
/// <param name="Where">The place for people: <c>referrer sha256:…</c>, <c>layer 2 of sha256-….sig</c>.</param>
public sealed record SignatureCandidate(ISignatureFormat Format, Digest Subject, Descriptor Artifact, string Where)
{
    /// <summary>The raw envelope; empty when <see cref="Failure"/> says why it could not be read.</summary>
    public ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>The descriptor of the layer that holds the envelope, with its annotations.</summary>
    public Descriptor? Layer { get; init; }

    /// <summary>Why the artifact could not be read.</summary>
    public ImageSignException? Failure { get; init; }
}
