using System.Collections.Concurrent;
using ImageSign.Keys;
using ImageSign.Testing.Pki;

namespace ImageSign.Tests.Support;

/// <summary>Key pairs as files, each written once.</summary>
internal static class KeyFiles
{
    private static readonly string Directory = System.IO.Directory.CreateTempSubdirectory("imagesign-keys-").FullName;
    private static readonly ConcurrentDictionary<TestKeyPair, Lazy<(string PrivateKey, string PublicKey)>> Written = new();

    static KeyFiles() => AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.Directory.Delete(Directory, recursive: true);

    public static KeyReference PrivateOf(TestKeyPair key) => new(KeyScheme.File, Of(key).PrivateKey);

    public static KeyReference PublicOf(TestKeyPair key) => new(KeyScheme.File, Of(key).PublicKey);

    private static (string PrivateKey, string PublicKey) Of(TestKeyPair key) =>
        Written.GetOrAdd(key, static pair => new(() => pair.Write(Path.Combine(Directory, Guid.NewGuid().ToString("N"))))).Value;
}
