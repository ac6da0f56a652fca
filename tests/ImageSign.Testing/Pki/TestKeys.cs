using System.Collections.Concurrent;
using System.Security.Cryptography;
using ImageSign.Testing.Processes;

namespace ImageSign.Testing.Pki;

/// <summary>Makes key pairs.</summary>
public static class TestKeys
{
    private static readonly ConcurrentDictionary<TestKeyAlgorithm, Lazy<TestKeyPair>> Cache = new();

    /// <summary>Whether this machine can make keys of a kind: Ed25519 needs the openssl command.</summary>
    public static bool CanGenerate(TestKeyAlgorithm algorithm) => algorithm != TestKeyAlgorithm.Ed25519 || ExecutablePath.TryFind("openssl", out _);

    /// <summary>One pair per kind and process: for tests that do not care which key it is (an RSA 4096 pair takes most of a second).</summary>
    public static TestKeyPair Shared(TestKeyAlgorithm algorithm) =>
        Cache.GetOrAdd(algorithm, kind => new Lazy<TestKeyPair>(() => Generate(kind))).Value;

    /// <summary>A new pair.</summary>
    /// <exception cref="PeerMissingException">Ed25519 was asked for and there is no openssl command.</exception>
    public static TestKeyPair Generate(TestKeyAlgorithm algorithm)
    {
        if (algorithm == TestKeyAlgorithm.Ed25519)
        {
            return GenerateEd25519();
        }

        using var key = Create(algorithm);
        return new TestKeyPair(algorithm, key.ExportPkcs8PrivateKeyPem() + "\n", key.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    internal static AsymmetricAlgorithm Create(TestKeyAlgorithm algorithm) => algorithm switch
    {
        TestKeyAlgorithm.Rsa2048 => RSA.Create(2048),
        TestKeyAlgorithm.Rsa3072 => RSA.Create(3072),
        TestKeyAlgorithm.Rsa4096 => RSA.Create(4096),
        TestKeyAlgorithm.EcdsaP256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        TestKeyAlgorithm.EcdsaP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        TestKeyAlgorithm.EcdsaP521 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such key in .NET"),
    };

    private static TestKeyPair GenerateEd25519()
    {
        var openssl = ExecutablePath.TryFind("openssl", out var found) ? found : throw new PeerMissingException("openssl");
        var privatePem = Run(["genpkey", "-algorithm", "ed25519"], input: null);
        return new TestKeyPair(TestKeyAlgorithm.Ed25519, privatePem, Run(["pkey", "-pubout"], privatePem));

        string Run(string[] arguments, string? input) =>
            Task.Run(() => ProcessRunner.RunAsync(openssl, arguments, new ProcessOptions { Input = input })).GetAwaiter().GetResult().EnsureSuccess().Output;
    }
}
