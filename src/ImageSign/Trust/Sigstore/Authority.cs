using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>A certificate or timestamping authority of a trusted root.</summary>
/// <param name="Uri">What it calls itself; free text.</param>
/// <param name="Der">Its certificates, in the root's order: the last is what is trusted.</param>
/// <param name="ValidFor">When it counts.</param>
internal sealed record Authority(string Uri, IReadOnlyList<ReadOnlyMemory<byte>> Der, ValidFor ValidFor)
{
    private readonly Lazy<IReadOnlyList<X509Certificate2>> _certificates = new(() => [.. Der.Select(CertificateChain.Load)]);

    /// <summary>Who runs it; null when the root does not say.</summary>
    public string? Operator { get; init; }

    /// <summary>The certificates, read when they are first asked for: a root names many that no signature needs.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => _certificates.Value;

    /// <summary>Whose vote it is when timestamps are counted.</summary>
    public string Voter =>
        Operator is { Length: > 0 } name
            ? $"operator {name}"
            : $"key {Convert.ToHexStringLower(Certificates[0].PublicKey.ExportSubjectPublicKeyInfo())}";

    /// <summary>False only when none of its certificates holds these bytes, a name or a serial number, anywhere.</summary>
    public bool MayHold(ReadOnlySpan<byte> part)
    {
        foreach (var der in Der)
        {
            if (der.Span.IndexOf(part) >= 0) return true;
        }

        return false;
    }

    /// <summary>
    /// The way from <paramref name="leaf"/> to the trusted certificate, both included, over this authority's certificates in any order;
    /// null when there is none. Links are signatures, not names: authorities of several generations share their names.
    /// </summary>
    public IReadOnlyList<X509Certificate2>? PathFrom(X509Certificate2 leaf)
    {
        var anchor = Certificates[^1];
        List<X509Certificate2> path = [leaf];
        while (!path[^1].RawDataMemory.Span.SequenceEqual(anchor.RawDataMemory.Span))
        {
            var last = path[^1];
            var issuer = ChainRules.IsIssuedBy(last, anchor)
                ? anchor
                : Certificates.FirstOrDefault(candidate => !path.Contains(candidate) && ChainRules.IsIssuedBy(last, candidate));
            if (issuer is null) return null;
            path.Add(issuer);
        }

        return path;
    }
}
