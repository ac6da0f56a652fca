using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Testing.Files;
using ImageSign.Trust;

namespace ImageSign.Fuzz.Targets;

/// <summary>The strict policy of the vectors, with their roots, asking nobody for revocation.</summary>
internal sealed class FixedTrust : ITrustStore, IRevocationChecker
{
    private static readonly X509Certificate2[] Authorities = [.. new[] { "p256", "p384", "p521", "rsa2048", "rsa3072", "rsa4096" }.Select(name => Judge.Certificate($"notation/pki/{name}/root.crt"))];

    public static X509Certificate2[] TimestampRoots { get; } = [Judge.Certificate("notation/tsa/root.crt")];

    /// <summary>The statement for every image.</summary>
    public static NotaryTrust Trust { get; } = new(
        TrustPolicyDocument.Parse(Vectors.Read("notation/config/policies/strict-tsa.json"), "strict").For("registry.example/app"), new FixedTrust(), new FixedTrust());

    public IReadOnlyList<X509Certificate2> Load(TrustStoreName store) => store.Kind == TrustStoreKind.Tsa ? TimestampRoots : Authorities;

    public ValueTask<RevocationResult> CheckAsync(CertificateChain chain, DateTimeOffset now, DateTimeOffset? authenticSigningTime, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new RevocationResult([.. chain.Certificates.SkipLast(1).Select(certificate => new RevocationFinding(certificate, RevocationStatus.Good, "nobody"))]));
}
