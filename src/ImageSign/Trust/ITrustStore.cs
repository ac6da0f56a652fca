using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>Where the certificates are that policies trust.</summary>
public interface ITrustStore
{
    /// <summary>The certificates of one store, never none; <see cref="ErrorCodes.TrustStoreUnusable"/> when it is missing or holds anything that does not belong there.</summary>
    IReadOnlyList<X509Certificate2> Load(TrustStoreName store);
}
