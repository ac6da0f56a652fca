using ImageSign.Crypto;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>Keys behind Notation plug-ins, <c>plugin://NAME/KEYID</c>.</summary>
/// <param name="directory">The directory in which plug-ins are installed; null when there is none.</param>
public sealed class NotationPluginKeyProvider(string? directory) : IKeyProvider
{
    /// <inheritdoc />
    public KeyScheme Scheme => KeyScheme.Plugin;

    /// <inheritdoc />
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var slash = reference.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == reference.Value.Length - 1) throw ErrorCodes.KeyNotFound.With(reference.ToString(), "a key of a plug-in is written plugin://NAME/KEYID");
        var (name, keyId) = (reference.Value[..slash], reference.Value[(slash + 1)..]);
        var plugin = PluginHost.Open(directory, name, reference.Configuration);
        var metadata = await plugin.GetMetadataAsync(cancellationToken).ConfigureAwait(false);
        // plugin-extensibility: a plug-in that offers both is asked for raw signatures.
        if (metadata.Can(PluginCommands.SignatureGenerator)) return await PluginSigningKey.OpenAsync(plugin, metadata, keyId, cancellationToken).ConfigureAwait(false);
        if (metadata.Can(PluginCommands.EnvelopeGenerator)) return new PluginEnvelopeKey(plugin, keyId);
        throw ErrorCodes.PluginNotUsable.With(name, "it does not sign");
    }

    /// <inheritdoc />
    public ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken) =>
        throw ErrorCodes.NotSupportedHere.With("Verifying with a key of a plug-in", $"'{reference}': pass the public key or a trust policy");
}
