using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys.Pkcs11;

/// <summary>Keys on PKCS#11 tokens, <c>pkcs11:…</c> (RFC 7512).</summary>
/// <param name="patience">How long a token may take for an answer; null for <see cref="Limits.MaxTokenTime"/>.</param>
internal sealed class Pkcs11KeyProvider(TimeSpan? patience = null) : IKeyProvider, IKeyMaker
{
    private readonly TimeSpan _patience = patience ?? Limits.MaxTokenTime;

    /// <inheritdoc />
    public KeyScheme Scheme => KeyScheme.Pkcs11;

    /// <inheritdoc />
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var uri = UriOf(reference);
        if (uri.Type is "public" or "cert") throw ErrorCodes.PrivateKeyNeeded.With(reference);
        var token = await Token.OpenAsync(uri, _patience, cancellationToken).ConfigureAwait(false);
        Pin? pin = null;
        try
        {
            pin = await token.LoginAsync(FindPinAsync, cancellationToken).ConfigureAwait(false);
            var (key, mechanisms) = await token.UseAsync(
                session => (TokenKey.Find(token, session, uri, reference), token.Library.Mechanisms(token.Info.Slot)), cancellationToken).ConfigureAwait(false);
            pin = await PinForSignaturesAsync(token, key, pin, FindPinAsync).ConfigureAwait(false);
            return Signing(new Pkcs11Signer(token, key, mechanisms, pin, reference.ToString()), key, reference);
        }
        catch
        {
            pin?.Dispose();
            token.Dispose();
            throw;
        }

        ValueTask<Pin?> FindPinAsync() => Pin.FindAsync(uri, token.Name, passwords, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken)
    {
        var uri = UriOf(reference);
        if (uri.Type == "private") throw ErrorCodes.PublicKeyNeeded.With(reference);
        using var token = await Token.OpenAsync(uri, _patience, cancellationToken).ConfigureAwait(false);
        return await token.UseAsync(session => TokenKey.FindPublic(token, session, uri, reference), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<PublicKey> CreateAsync(KeyReference reference, KeyAlgorithm algorithm, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var uri = UriOf(reference);
        using var token = await Token.OpenAsync(uri, _patience, cancellationToken).ConfigureAwait(false);
        using var pin = await token.LoginAsync(() => Pin.FindAsync(uri, token.Name, passwords, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await token.ChangeAsync(
            session =>
            {
                foreach (var kind in (ulong[])[Ck.PrivateKey, Ck.PublicKey])
                {
                    if (TokenObject.Find(token.Library, session, kind, uri.Object, uri.Id).Length > 0) throw ErrorCodes.KeyExistsInPlace.With(reference);
                }

                KeyGeneration.Run(token.Library, session, uri, algorithm);
                return TokenKey.FindPublic(token, session, uri, reference);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Pkcs11Uri UriOf(KeyReference reference) => Pkcs11Uri.Parse(KeySchemes.PrefixOf(KeyScheme.Pkcs11) + reference.Value);

    /// <summary>A key that wants its user for each signature needs the PIN until it is closed; for any other the PIN has done what it was for.</summary>
    private static async ValueTask<Pin?> PinForSignaturesAsync(Token token, TokenKey key, Pin? pin, Func<ValueTask<Pin?>> find)
    {
        if (!key.AsksEachTime)
        {
            pin?.Dispose();
            return null;
        }

        if (pin is not null) return pin;
        pin = await find().ConfigureAwait(false);
        if (pin is not null) token.RequireSendable(pin);
        else if ((token.Info.Flags & Ck.ProtectedAuthenticationPath) == 0) throw ErrorCodes.PinNeeded.With(token.Name);
        return pin;
    }

    private static ISigningKey Signing(Pkcs11Signer signer, TokenKey key, KeyReference reference)
    {
        var name = reference.ToString();
        ISigningKey signing = signer.TakesHashes ? new CheckedHashKey(key.PublicKey, name, signer) : new CheckedMessageKey(key.PublicKey, name, signer);
        return key.Certificates is [] ? signing : new CertifiedKey(signing, new CertificateChain(key.Certificates), name);
    }
}
