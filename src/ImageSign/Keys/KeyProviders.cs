using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>Finds the provider of a key's scheme; a text that holds a reference leads to the provider of that one.</summary>
internal sealed class KeyProviders(IReadOnlyList<IKeyProvider> providers, SharedKeys? shared = null)
{
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var provider = Of(reference);
        if (provider is not IKeyText place) return await provider.OpenSigningKeyAsync(reference, passwords, cancellationToken).ConfigureAwait(false);
        var text = await place.ReadTextAsync(reference, cancellationToken).ConfigureAwait(false);
        try
        {
            return HeldReference.Find(text, reference) is { } held
                ? await Of(held).OpenSigningKeyAsync(held, passwords, cancellationToken).ConfigureAwait(false)
                : await KeyOpener.OpenSigningKeyAsync(text, reference.ToString(), passwords, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    public async ValueTask<IReadOnlyList<PublicKey>> ReadPublicKeysAsync(IReadOnlyList<KeyReference> references, CancellationToken cancellationToken)
    {
        var keys = new List<PublicKey>(references.Count);
        foreach (var reference in references)
        {
            keys.Add(shared is null
                ? await ReadPublicKeyAsync(reference, cancellationToken).ConfigureAwait(false)
                : await shared.PublicKeyAsync(reference, () => ReadPublicKeyAsync(reference, cancellationToken)).ConfigureAwait(false));
        }

        return keys;
    }

    public async Task<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken)
    {
        var provider = Of(reference);
        if (provider is not IKeyText place) return await provider.ReadPublicKeyAsync(reference, cancellationToken).ConfigureAwait(false);
        var text = await place.ReadTextAsync(reference, cancellationToken).ConfigureAwait(false);
        try
        {
            return HeldReference.Find(text, reference) is { } held
                ? await Of(held).ReadPublicKeyAsync(held, cancellationToken).ConfigureAwait(false)
                : KeyOpener.ReadPublicKey(text, reference.ToString());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>The provider of the place that <paramref name="reference"/> names; a file or variable that holds a reference is followed.</summary>
    public async ValueTask<(IKeyProvider Provider, KeyReference Reference)> FollowAsync(KeyReference reference, CancellationToken cancellationToken)
    {
        var provider = Of(reference);
        if (provider is not IKeyText place) return (provider, reference);
        var text = await place.ReadTextAsync(reference, cancellationToken).ConfigureAwait(false);
        try
        {
            return HeldReference.Find(text, reference) is { } held ? (Of(held), held) : (provider, reference);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private IKeyProvider Of(KeyReference reference) =>
        providers.FirstOrDefault(provider => provider.Scheme == reference.Scheme)
        ?? throw ErrorCodes.NotSupportedHere.With($"A key in '{reference.Scheme}'", reference.ToString());
}
