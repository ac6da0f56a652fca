using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Verification;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// Judges a signer's certificate: does it lead to an authority of the root, at every proven time, and is it in a certificate log?
/// </summary>
internal sealed class CertificateChecks(TrustedRoot root, SigningCertificate certificate, IReadOnlyList<ProvenTime> times)
{
    /// <summary>The checks, and the authority's certificate that issued the signer's; null when there is none.</summary>
    public (IReadOnlyList<Check> Checks, X509Certificate2? Issuer) Evaluate()
    {
        var leaf = certificate.Certificate;
        var paths = root.CertificateAuthorities
            .Where(authority => authority.MayHold(leaf.IssuerName.RawData))
            .Select(authority => new Path(authority, authority.PathFrom(leaf) ?? []))
            .Where(path => path.Certificates.Count > 1)
            .ToList();
        if (paths.Count == 0)
        {
            var known = string.Join(", ", root.CertificateAuthorities.Select(authority => authority.Uri).Distinct());
            var stranger = ErrorCodes.OtherAuthority.With($"it was issued by '{leaf.Issuer}'", known);
            return ([Check.Pass(CheckIds.CertificateChain), Check.Fail(CheckIds.CertificateTrust, stranger)], null);
        }

        // Several authorities may share their names and even their certificates: the one that satisfies is the signer's.
        var judged = paths.Select(path => (Path: path, Checks: Judge(path))).ToList();
        var best = judged.Find(path => path.Checks.All(check => check.Passed));
        if (best.Path is null) best = judged[0];
        return (best.Checks, best.Path.Certificates[1]);
    }

    private IReadOnlyList<Check> Judge(Path path) =>
    [
        PathRules.Check(path.Certificates, PathRules.CodeSigning) is { } rule
            ? Check.Fail(CheckIds.CertificateChain, ErrorCodes.SigningCertificateUnfit.With(rule))
            : Check.Pass(CheckIds.CertificateChain),
        Check.Pass(CheckIds.CertificateTrust, null, new Fact("certificate-authority", path.Authority.Uri, Signed: false)),
        times.Count == 0
            ? Check.Skip(CheckIds.CertificateTime, "no time is proven")
            : times.Select(time => Refusal(path, time)).FirstOrDefault(refusal => refusal is not null) is { } outside
                ? Check.Fail(CheckIds.CertificateTime, outside)
                : Check.Pass(CheckIds.CertificateTime),
    ];

    private static ImageSignException? Refusal(Path path, ProvenTime time)
    {
        var when = $"{Rfc3339.Format(time.Time)} ({time.By})";
        if (PathRules.NotValidAt(path.Certificates, time.Time) is { } invalid)
        {
            var name = ReferenceEquals(invalid, path.Certificates[0]) ? "its certificate" : $"the certificate '{invalid.Subject}'";
            var (start, end) = (Format(invalid.NotBefore), Format(invalid.NotAfter));
            return ErrorCodes.TimeOutsideCertificate.With(when, $"{name} is valid from {start} to {end}");
        }

        return path.Authority.ValidFor.Contains(time.Time)
            ? null
            : ErrorCodes.TimeOutsideCertificate.With(when, $"the trusted root counts the authority from {path.Authority.ValidFor}");
    }

    /// <summary>At least one promise of a log that the root names, within the validity of that log's key.</summary>
    public Check Transparency(X509Certificate2 issuer)
    {
        try
        {
            if (CertificateExtensions.Raw(certificate.Certificate, SignedCertificateTimestamp.ListOid) is not { } extension)
            {
                return Fail("it holds no promise of such a log");
            }

            string? refusal = null;
            foreach (var promise in SignedCertificateTimestamp.ReadList(extension))
            {
                var answer = Refusal(promise, issuer);
                if (answer is null)
                {
                    var log = root.CertificateLog(promise.LogId.Span)!;
                    return Check.Pass(CheckIds.CertificateTransparency, null, new Fact("certificate-log", log.BaseUrl));
                }

                refusal ??= answer;
            }

            return Fail(refusal ?? "it holds no promise of such a log");
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return Fail("its list of promises cannot be read");
        }
    }

    private string? Refusal(SignedCertificateTimestamp promise, X509Certificate2 issuer)
    {
        if (root.CertificateLog(promise.LogId.Span) is not { } log)
        {
            return $"the trusted root does not name the log {Convert.ToHexStringLower(promise.LogId.Span)}";
        }

        if (log.Key is null) return $"keys of the kind {log.KeyDetails} of the log '{log.BaseUrl}' cannot be verified here";
        if (!promise.IsOf(log, certificate.Certificate, issuer))
        {
            return $"its promise was not signed by '{log.BaseUrl}' for this certificate";
        }

        return log.ValidFor.Contains(promise.Time)
            ? null
            : $"at {Rfc3339.Format(promise.Time)} the trusted root did not count the key of '{log.BaseUrl}' ({log.ValidFor})";
    }

    private static string Format(DateTime time) => Rfc3339.Format(new DateTimeOffset(time.ToUniversalTime()));

    private static Check Fail(string reason) => Check.Fail(CheckIds.CertificateTransparency, ErrorCodes.NotInCertificateLog.With(reason));

    private sealed record Path(Authority Authority, IReadOnlyList<X509Certificate2> Certificates);
}
