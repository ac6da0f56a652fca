using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Trust.Revocation;

/// <summary>Asks OCSP responders first, and certificate revocation lists when those give no answer (signature-specification, "Certificate Revocation Evaluation").</summary>
public sealed class RevocationChecker(TrustHttp http, CrlCache cache) : IRevocationChecker
{
    private readonly OcspClient _ocsp = new(http);
    private readonly CrlClient _crl = new(http, cache);

    /// <inheritdoc />
    public async ValueTask<RevocationResult> CheckAsync(CertificateChain chain, DateTimeOffset now, DateTimeOffset? authenticSigningTime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var certificates = chain.Certificates;
        var asked = Enumerable.Range(0, certificates.Count - 1)
            .Select(i => CheckAsync(new RevocationQuestion(certificates[i], certificates[i + 1], now, authenticSigningTime), cancellationToken));
        return new RevocationResult(await Task.WhenAll(asked).ConfigureAwait(false));
    }

    private async Task<RevocationFinding> CheckAsync(RevocationQuestion question, CancellationToken cancellationToken)
    {
        var certificate = question.Certificate;
        RevocationUrls urls;
        try
        {
            urls = RevocationUrls.Of(certificate);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return new RevocationFinding(certificate, RevocationStatus.Unknown, "its revocation URLs cannot be read");
        }

        if (urls.IsSilent) return new RevocationFinding(certificate, RevocationStatus.Good, "the certificate names no source of revocation information");
        var ocsp = await _ocsp.AskAsync(urls.Ocsp, question, cancellationToken).ConfigureAwait(false);
        if (ocsp is { Status: not RevocationStatus.Unknown }) return ocsp;
        var crl = await _crl.AskAsync(urls.Crl, question, cancellationToken).ConfigureAwait(false);
        return (ocsp, crl) switch
        {
            (null, null) => new RevocationFinding(certificate, RevocationStatus.Unknown, "the certificate names no http URL to ask"),
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } first, { Status: RevocationStatus.Unknown } second) => second with { Source = $"{first.Source}; {second.Source}" },
            (_, { } second) => second,
        };
    }
}
