using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A signing service that makes whole Notary Project envelopes and shows its certificate only in them.</summary>
public interface IEnvelopeKey : ISigningKey
{
    /// <summary>Has an envelope made around <paramref name="payload"/>; whoever asks verifies it.</summary>
    ValueTask<MadeEnvelope> MakeEnvelopeAsync(string envelopeType, ReadOnlyMemory<byte> payload, TimeSpan? expiresIn, CancellationToken cancellationToken);

    /// <summary>Tells the key its public half, once an envelope of it was read; before that, <see cref="ISigningKey.PublicKey"/> is not known.</summary>
    void Identify(PublicKey publicKey);
}
