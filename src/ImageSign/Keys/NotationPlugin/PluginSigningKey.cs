using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>A key behind a plug-in that makes raw signatures.</summary>
internal sealed class PluginSigningKey : ICertifiedKey
{
    // The protocol tells the certificates of a key only together with a signature. What is signed to learn them is no message of any format.
    private static readonly byte[] Probe = "ImageSign asks which certificates this key has."u8.ToArray();

    private readonly PluginHost _plugin;
    private readonly string _keyId;
    private readonly KeySpec _spec;

    private PluginSigningKey(PluginHost plugin, PluginMetadata metadata, string keyId, KeySpec spec, CertificateChain chain)
    {
        (_plugin, _keyId, _spec, Chain) = (plugin, keyId, spec, chain);
        Agent = $"{metadata.Name}/{metadata.Version}";
        PublicKey = PublicKeyReader.FromSubjectPublicKeyInfo(chain.Leaf.PublicKey.ExportSubjectPublicKeyInfo(), keyId);
    }

    /// <inheritdoc />
    public PublicKey PublicKey { get; }

    /// <inheritdoc />
    public CertificateChain Chain { get; }

    /// <inheritdoc />
    public string Agent { get; }

    /// <summary>Asks for the kind of the key, and for its certificates.</summary>
    public static async ValueTask<PluginSigningKey> OpenAsync(PluginHost plugin, PluginMetadata metadata, string keyId, CancellationToken cancellationToken)
    {
        var spec = await DescribeAsync(plugin, keyId, cancellationToken).ConfigureAwait(false);
        var (signature, chain) = await GenerateAsync(plugin, keyId, spec, Probe, cancellationToken).ConfigureAwait(false);
        var key = new PluginSigningKey(plugin, metadata, keyId, spec, chain);
        if (KeySpec.Of(key.PublicKey) != spec) throw plugin.Failed(PluginCommands.GenerateSignature, $"the key is {spec.Name}, but its certificate is for {key.PublicKey.Name}");
        key.RequireOwn(signature, Probe);
        return key;
    }

    /// <inheritdoc />
    public async ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (algorithm != _spec.Algorithm) throw ErrorCodes.NotSupportedHere.With($"Signing with {algorithm}", $"a {_spec.Name} key of the plug-in '{_plugin.Name}'");
        var (signature, chain) = await GenerateAsync(_plugin, _keyId, _spec, message, cancellationToken).ConfigureAwait(false);
        if (!chain.Leaf.RawDataMemory.Span.SequenceEqual(Chain.Leaf.RawDataMemory.Span)) throw _plugin.Failed(PluginCommands.GenerateSignature, "the certificate of the key changed in between");
        RequireOwn(signature, message);
        return signature;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing of the key is here.
    }

    private void RequireOwn(byte[] signature, ReadOnlyMemory<byte> message)
    {
        if (!PublicKey.Verify(_spec.Algorithm, message.Span, signature)) throw _plugin.Failed(PluginCommands.GenerateSignature, "the generated signature is not one of its certificate's key");
    }

    private static async ValueTask<KeySpec> DescribeAsync(PluginHost plugin, string keyId, CancellationToken cancellationToken)
    {
        const string command = PluginCommands.DescribeKey;
        using var answer = await plugin.RequestAsync(command, writer => writer.WriteString("keyId", keyId), cancellationToken).ConfigureAwait(false);
        return plugin.Read(command, () =>
        {
            RequireKeyId(answer.RootElement, keyId, plugin.WhatOf(command));
            var name = OciJson.RequiredString(answer.RootElement, "keySpec", plugin.WhatOf(command));
            return KeySpec.Named(name) ?? throw OciJson.Malformed(plugin.WhatOf(command), $"the key specification '{name}' is unknown");
        });
    }

    private static async ValueTask<(byte[] Signature, CertificateChain Chain)> GenerateAsync(PluginHost plugin, string keyId, KeySpec spec, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        const string command = PluginCommands.GenerateSignature;
        using var answer = await plugin.RequestAsync(
            command,
            writer =>
            {
                writer.WriteString("keyId", keyId);
                writer.WriteString("keySpec", spec.Name);
                writer.WriteString("hashAlgorithm", spec.HashText);
                writer.WriteBase64String("payload", message.Span);
            },
            cancellationToken).ConfigureAwait(false);
        return plugin.Read(command, () =>
        {
            var what = plugin.WhatOf(command);
            RequireKeyId(answer.RootElement, keyId, what);
            var algorithm = OciJson.RequiredString(answer.RootElement, "signingAlgorithm", what);
            if (algorithm != spec.SigningAlgorithm) throw OciJson.Malformed(what, $"it signed with '{algorithm}', not with {spec.SigningAlgorithm}");
            var chain = OciJson.OptionalArray(answer.RootElement, "certificateChain", what, Limits.MaxChainCertificates).Select(Certificate).ToArray();
            return (Convert.FromBase64String(OciJson.RequiredString(answer.RootElement, "signature", what)), CertificateChain.FromDer(chain));

            ReadOnlyMemory<byte> Certificate(JsonElement item) => item.ValueKind == JsonValueKind.String
                ? Convert.FromBase64String(item.GetString()!)
                : throw OciJson.Malformed(what, "'certificateChain' holds something other than text");
        });
    }

    private static void RequireKeyId(JsonElement answer, string keyId, string what)
    {
        if (OciJson.RequiredString(answer, "keyId", what) != keyId) throw OciJson.Malformed(what, "it is about another key");
    }
}
