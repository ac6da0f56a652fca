using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Plugins.SigstoreKms;

namespace ImageSign.Keys.Kms;

/// <summary>Keys behind KMS plug-ins of Sigstore's protocol, <c>NAME://…</c>.</summary>
/// <param name="patience">How long a plug-in may take for an answer; null for <see cref="Limits.MaxKmsTime"/>.</param>
internal sealed class SigstorePluginKeyProvider(TimeSpan? patience = null) : IKeyProvider, IKeyMaker
{
    private readonly TimeSpan _patience = patience ?? Limits.MaxKmsTime;

    /// <inheritdoc />
    public KeyScheme Scheme => KeyScheme.SigstorePlugin;

    /// <inheritdoc />
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var plugin = Find(reference);
        var publicKey = await AskPublicKeyAsync(plugin, reference, cancellationToken).ConfigureAwait(false);
        return new CheckedMessageKey(publicKey, reference.ToString(), new Signer(plugin, publicKey, reference));
    }

    /// <inheritdoc />
    public async ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken) =>
        await AskPublicKeyAsync(Find(reference), reference, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<PublicKey> CreateAsync(KeyReference reference, KeyAlgorithm algorithm, IPasswordSource passwords, CancellationToken cancellationToken) =>
        await Find(reference).AskAsync(
            KmsRequest.CreateKey,
            writer => writer.WriteString("algorithm", NameOf(algorithm)),
            new KmsKey(ResourceOf(reference), Hash: null),
            ReadOnlyMemory<byte>.Empty,
            (answer, what) => Read(answer, what, reference),
            cancellationToken).ConfigureAwait(false);

    private KmsPlugin Find(KeyReference reference) => KmsPlugin.Find(reference.Value[..reference.Value.IndexOf(':', StringComparison.Ordinal)], _patience);

    private static Task<PublicKey> AskPublicKeyAsync(KmsPlugin plugin, KeyReference reference, CancellationToken cancellationToken) => plugin.AskAsync(
        KmsRequest.PublicKey,
        KmsRequest.WritePublicKey,
        new KmsKey(ResourceOf(reference), Hash: null),
        ReadOnlyMemory<byte>.Empty,
        (answer, what) => Read(answer, what, reference),
        cancellationToken);

    private static string ResourceOf(KeyReference reference) => reference.Value[(reference.Value.IndexOf("://", StringComparison.Ordinal) + "://".Length)..];

    private static PublicKey Read(JsonElement answer, string what, KeyReference reference)
    {
        var pem = Convert.FromBase64String(OciJson.RequiredString(answer, "publicKeyPEM", what));
        return KeyOpener.ReadPublicKey(pem, reference.ToString());
    }

    /// <summary>sigstore's names of algorithms.</summary>
    private static string NameOf(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.EcdsaP384 => "ecdsa-p384",
        KeyAlgorithm.EcdsaP521 => "ecdsa-p521",
        KeyAlgorithm.Rsa2048 => "rsa-2048",
        KeyAlgorithm.Rsa3072 => "rsa-3072",
        KeyAlgorithm.Rsa4096 => "rsa-4096",
        KeyAlgorithm.Ed25519 => "ed25519",
        _ => "ecdsa-p256",
    };

    private sealed class Signer(KmsPlugin plugin, PublicKey publicKey, KeyReference reference) : IMessageSigner
    {
        public Task<byte[]> SignMessageAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
        {
            if (algorithm is SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPssSha384 or SignatureAlgorithm.RsaPssSha512)
            {
                throw ErrorCodes.KeyCannotSign.With(reference, algorithm, "the protocol of plug-ins has no way to ask for PSS, which the notary formats need of an RSA key");
            }

            var hash = publicKey.HashOf(algorithm);
            var key = new KmsKey(ResourceOf(reference), hash);
            var digest = hash is { } name ? CryptographicOperations.HashData(name, message.Span) : null;
            return plugin.AskAsync(
                KmsRequest.SignMessage,
                writer => KmsRequest.WriteSignMessage(writer, key, digest),
                key,
                message,
                (answer, what) => Decoded(Convert.FromBase64String(OciJson.RequiredString(answer, "signature", what))),
                cancellationToken);
        }

        public void Dispose()
        {
            // Nothing of the key is here.
        }

        // What is no signature of the key's kind cannot be one of the key.
        private byte[] Decoded(byte[] signature) => publicKey.FromDer(signature) ?? throw ErrorCodes.SignatureNotOfKey.With(reference);
    }
}
