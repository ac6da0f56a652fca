using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>A key behind a plug-in that makes whole envelopes.</summary>
internal sealed class PluginEnvelopeKey(PluginHost plugin, string keyId) : IEnvelopeKey
{
    private PublicKey? _publicKey;

    /// <inheritdoc />
    public PublicKey PublicKey => _publicKey ?? throw ErrorCodes.NotSupportedHere.With("Signing a message", $"the plug-in '{plugin.Name}', which makes Notary envelopes only (--format notary-jws or notary-cose)");

    /// <inheritdoc />
    public void Identify(PublicKey publicKey) => _publicKey = publicKey;

    /// <inheritdoc />
    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        throw ErrorCodes.NotSupportedHere.With("Signing a message", $"the plug-in '{plugin.Name}', which makes Notary envelopes only");

    /// <inheritdoc />
    public async ValueTask<MadeEnvelope> MakeEnvelopeAsync(string envelopeType, ReadOnlyMemory<byte> payload, TimeSpan? expiresIn, CancellationToken cancellationToken)
    {
        const string command = PluginCommands.GenerateEnvelope;
        using var answer = await plugin.RequestAsync(
            command,
            writer =>
            {
                writer.WriteString("keyId", keyId);
                writer.WriteString("payloadType", MediaTypes.NotaryPayload);
                writer.WriteString("signatureEnvelopeType", envelopeType);
                writer.WriteBase64String("payload", payload.Span);
                if (expiresIn is { } duration) writer.WriteNumber("expiryDurationInSeconds", (long)duration.TotalSeconds);
            },
            cancellationToken).ConfigureAwait(false);
        return plugin.Read(command, () =>
        {
            var what = plugin.WhatOf(command);
            var made = OciJson.RequiredString(answer.RootElement, "signatureEnvelopeType", what);
            if (made != envelopeType) throw OciJson.Malformed(what, $"it made '{made}', not '{envelopeType}'");
            var envelope = Convert.FromBase64String(OciJson.RequiredString(answer.RootElement, "signatureEnvelope", what));
            return new MadeEnvelope(envelope, OciJson.OptionalStringMap(answer.RootElement, "annotations", what));
        });
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing of the key is here.
    }
}
