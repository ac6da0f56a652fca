using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>Finds the provider of a key's scheme.</summary>
internal sealed class KeyProviders(IReadOnlyList<IKeyProvider> providers, SharedKeys? shared = null)
{
    public ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken) =>
        Of(reference).OpenSigningKeyAsync(reference, passwords, cancellationToken);

    public async ValueTask<IReadOnlyList<PublicKey>> ReadPublicKeysAsync(IReadOnlyList<KeyReference> references, CancellationToken cancellationToken)
    {
        var keys = new List<PublicKey>(references.Count);
        foreach (var reference in references)
        {
            keys.Add(shared is null ? await ReadAsync(reference).ConfigureAwait(false) : await shared.PublicKeyAsync(reference, () => ReadAsync(reference)).ConfigureAwait(false));
        }

        return keys;

        Task<PublicKey> ReadAsync(KeyReference reference) => Of(reference).ReadPublicKeyAsync(reference, cancellationToken).AsTask();
    }

    private IKeyProvider Of(KeyReference reference) =>
        providers.FirstOrDefault(provider => provider.Scheme == reference.Scheme) ?? throw ErrorCodes.NotSupportedHere.With($"A key in '{reference.Scheme}'", reference.ToString());
}
