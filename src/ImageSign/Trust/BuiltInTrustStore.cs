using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>The trust stores of the built-in policies.</summary>
internal sealed class BuiltInTrustStore : ITrustStore
{
    private static readonly Dictionary<TrustStoreName, string> Files = new()
    {
        [new TrustStoreName(TrustStoreKind.Ca, "msft-supplychain")] = "microsoft-supply-chain-rsa-root-ca-2022.pem",
        [new TrustStoreName(TrustStoreKind.Tsa, "msft-supplychain")] = "microsoft-root-certificate-authority-2010.pem",
    };

    /// <inheritdoc />
    public IReadOnlyList<X509Certificate2> Load(TrustStoreName store) => Files.TryGetValue(store, out var file)
        ? CertificatePem.Read(Encoding.ASCII.GetString(BuiltInPolicies.Resource(file).Span))
        : throw ErrorCodes.TrustStoreUnusable.With(store, "it is not built in");
}
