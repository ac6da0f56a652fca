using ImageSign.Crypto;

namespace ImageSign.Formats.Notary;

/// <summary>An envelope as it was read: what was signed, by whom, saying what. Nothing of it is verified yet.</summary>
/// <param name="Attributes">The protected header, valid by its own rules.</param>
/// <param name="Payload">The payload's bytes.</param>
/// <param name="ToBeSigned">The bytes that the signature is over.</param>
/// <param name="Signature">The signature: r and s side by side, or RSA-PSS.</param>
/// <param name="Chain">The certificates, in the order of the envelope.</param>
internal sealed record NotaryEnvelope(
    SignedAttributes Attributes, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> ToBeSigned, ReadOnlyMemory<byte> Signature, CertificateChain Chain)
{
    /// <summary>The RFC 3161 token over <see cref="Signature"/>, or null; unsigned.</summary>
    public ReadOnlyMemory<byte>? Timestamp { get; init; }

    /// <summary>The program that says it signed, or null; unsigned.</summary>
    public string? SigningAgent { get; init; }
}
