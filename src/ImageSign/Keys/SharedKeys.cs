using System.Collections.Concurrent;
using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>
/// Keys that stay open until this is disposed: each is read, and its password asked for and stretched, once, by whichever image is first; the others wait for
/// it. A key that cannot be opened is not tried again.
/// </summary>
public sealed class SharedKeys : IDisposable
{
    private readonly ConcurrentDictionary<(KeyReference Key, string? Chain), Lazy<Task<ISigningKey>>> _signing = new();
    private readonly ConcurrentDictionary<KeyReference, Lazy<Task<PublicKey>>> _public = new();

    internal Task<ISigningKey> SigningKeyAsync(KeyReference key, string? chain, Func<Task<ISigningKey>> open) =>
        _signing.GetOrAdd((key, chain), static (_, first) => new Lazy<Task<ISigningKey>>(first), open).Value;

    internal Task<PublicKey> PublicKeyAsync(KeyReference key, Func<Task<PublicKey>> read) =>
        _public.GetOrAdd(key, static (_, first) => new Lazy<Task<PublicKey>>(first), read).Value;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var key in _signing.Values.Where(key => key is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })) key.Value.Result.Dispose();
    }
}
