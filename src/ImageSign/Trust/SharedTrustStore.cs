using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>Trust stores that are read once: all images of a call are judged by the same certificates.</summary>
internal sealed class SharedTrustStore(ITrustStore origin) : ITrustStore
{
    private readonly ConcurrentDictionary<TrustStoreName, Lazy<IReadOnlyList<X509Certificate2>>> _read = new();

    /// <inheritdoc />
    public IReadOnlyList<X509Certificate2> Load(TrustStoreName store) => _read.GetOrAdd(store, static (name, from) => new(() => from.Load(name)), origin).Value;
}
