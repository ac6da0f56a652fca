using ImageSign.Crypto;
using ImageSign.Formats.Notary;

namespace ImageSign.Fuzz.Targets;

/// <summary>Reads an envelope as if a trusted signer had signed whatever it says: a mutated one is reached no other way.</summary>
internal sealed class ResigningCodec(INotaryEnvelopeCodec codec) : INotaryEnvelopeCodec
{
    public string MediaType => codec.MediaType;

    public NotaryEnvelope Read(ReadOnlyMemory<byte> envelope)
    {
        var read = codec.Read(envelope);
        var spec = KeySpec.Of(Judge.SigningKey.PublicKey)!;
        var signature = Judge.Wait(Judge.SigningKey.SignAsync(spec.Algorithm, read.ToBeSigned, CancellationToken.None));
        return read with { Attributes = read.Attributes with { Spec = spec }, Chain = Judge.Chain, Signature = signature };
    }

    public EnvelopeDraft Draft(SignedAttributes attributes, ReadOnlyMemory<byte> payload) => codec.Draft(attributes, payload);

    public ReadOnlyMemory<byte> Assemble(EnvelopeDraft draft, ReadOnlySpan<byte> signature, CertificateChain chain, string signingAgent, ReadOnlyMemory<byte>? timestamp) =>
        codec.Assemble(draft, signature, chain, signingAgent, timestamp);
}
