using ImageSign.Crypto;

namespace ImageSign.Formats.Notary;

/// <summary>One encoding of Notary Project envelopes: bytes only, no trust.</summary>
internal interface INotaryEnvelopeCodec
{
    /// <summary>The media type of the envelope's layer.</summary>
    string MediaType { get; }

    /// <summary>Reads an envelope, or throws <see cref="ErrorCodes.Malformed"/>.</summary>
    NotaryEnvelope Read(ReadOnlyMemory<byte> envelope);

    /// <summary>Encodes what is to be signed.</summary>
    EnvelopeDraft Draft(SignedAttributes attributes, ReadOnlyMemory<byte> payload);

    /// <summary>Puts the signed envelope together.</summary>
    ReadOnlyMemory<byte> Assemble(EnvelopeDraft draft, ReadOnlySpan<byte> signature, CertificateChain chain, string signingAgent, ReadOnlyMemory<byte>? timestamp);
}
