using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>What was signed.</summary>
/// <param name="Image">The image, with the digest that its tag was resolved to.</param>
/// <param name="Subjects">The image itself first, then the platform images of an index.</param>
/// <param name="KeyFingerprint">The key that signed, <c>sha256:…</c>.</param>
/// <param name="KeyName">The kind of key: <c>ECDSA P-256</c>.</param>
public sealed record SignResult(ImageReference Image, IReadOnlyList<SignedSubject> Subjects, string KeyFingerprint, string KeyName)
{
    /// <summary>How the image compares with <see cref="SignRequest.ConfigFile"/>; null when there was none.</summary>
    public Check? Configuration { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
