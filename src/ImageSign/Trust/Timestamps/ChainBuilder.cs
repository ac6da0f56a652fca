using System.Security.Cryptography.X509Certificates;
using ImageSign.Oci;

namespace ImageSign.Trust.Timestamps;

/// <summary>Finds the way from a certificate to a trusted root among certificates in no order; nothing is downloaded.</summary>
internal static class ChainBuilder
{
    /// <summary>The chain, leaf first and root last, or null.</summary>
    public static IReadOnlyList<X509Certificate2>? Build(X509Certificate2 leaf, X509Certificate2Collection candidates, IReadOnlyList<X509Certificate2> roots)
    {
        List<X509Certificate2> chain = [leaf];
        while (chain.Count < Limits.MaxChainCertificates)
        {
            var last = chain[^1];
            if (roots.FirstOrDefault(root => ChainRules.IsIssuedBy(last, root)) is { } anchor) return [.. chain, anchor];
            if (candidates.FirstOrDefault(candidate => !chain.Contains(candidate) && ChainRules.IsIssuedBy(last, candidate)) is not { } issuer) return null;
            chain.Add(issuer);
        }

        return null;
    }
}
