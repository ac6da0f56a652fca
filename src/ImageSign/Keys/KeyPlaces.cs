using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>Keys as such, wherever they are: their public halves, and new ones.</summary>
/// <param name="options">What the engine works with.</param>
public sealed class KeyPlaces(EngineOptions options)
{
    private readonly KeyProviders _providers = new(options.Keys);

    /// <summary>The public half of any key; a private key in a file is opened for it, with its password.</summary>
    public async Task<PublicKey> ReadPublicKeyAsync(KeyReference key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            return await _providers.ReadPublicKeyAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.PublicKeyNeeded)
        {
            using var opened = await _providers.OpenSigningKeyAsync(key, options.Passwords, cancellationToken).ConfigureAwait(false);
            return opened.PublicKey;
        }
    }

    /// <summary>Makes a key in the place that <paramref name="key"/> names, which it never leaves; what exists is never overwritten.</summary>
    /// <returns>Its public half.</returns>
    public async Task<PublicKey> CreateAsync(KeyReference key, KeyAlgorithm algorithm, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var (provider, reference) = key.Scheme is KeyScheme.File && !System.IO.File.Exists(key.Value)
            ? (null, key)
            : await _providers.FollowAsync(key, cancellationToken).ConfigureAwait(false);
        var maker = provider as IKeyMaker ?? throw ErrorCodes.NotSupportedHere.With("Making a key", $"'{reference}'; --output-prefix writes files");
        return await maker.CreateAsync(reference, algorithm, options.Passwords, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A public key as the text of a file: PEM, SubjectPublicKeyInfo.</summary>
    public static string PemOf(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return PemEncoding.WriteString("PUBLIC KEY", key.SubjectPublicKeyInfo.Span) + "\n";
    }
}
