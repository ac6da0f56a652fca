using ImageSign.Keys;

namespace ImageSign.Tasks;

/// <summary>One key that signs the published images.</summary>
/// <param name="Key">The private key; a file has an absolute path.</param>
/// <param name="Formats">The formats it signs in; empty for the default of the place.</param>
/// <param name="PasswordVariable">Where its password is.</param>
/// <param name="CertificateChainFile">Its certificates, absolute; null when the key brings them along or needs none.</param>
internal sealed record Signer(KeyReference Key, IReadOnlyList<string> Formats, PasswordVariable PasswordVariable, string? CertificateChainFile);
