using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Oci;

namespace ImageSign.Trust.Revocation;

/// <summary>Reads certificate revocation lists, from the cache or over http. What is not valid is neither believed nor cached.</summary>
internal sealed class CrlClient(TrustHttp http, CrlCache cache)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The answer of all lists together; null when there are none. Each list must be there: one that is missing could be the one with the entry.</summary>
    public async Task<RevocationFinding?> AskAsync(IReadOnlyList<Uri> urls, RevocationQuestion question, CancellationToken cancellationToken)
    {
        RevocationFinding? good = null;
        foreach (var url in urls)
        {
            var finding = await AskAsync(url, question, cancellationToken).ConfigureAwait(false);
            if (finding.Status != RevocationStatus.Good) return finding;
            good = good is null ? finding : finding with { Warning = finding.Warning ?? good.Warning };
        }

        return good;
    }

    private async Task<RevocationFinding> AskAsync(Uri url, RevocationQuestion question, CancellationToken cancellationToken)
    {
        var source = $"CRL {url.GetLeftPart(UriPartial.Path)}";
        try
        {
            if (cache.Read(url) is { } cached && cached.Defect(question) is null) return cached.Answer(question, $"{source} (cached)");
            var (bundle, failure) = await FetchAsync(url, cancellationToken).ConfigureAwait(false);
            if (bundle is null) return question.Unknown(failure!);
            if (bundle.Defect(question) is { } defect) return question.Unknown($"{source}: {defect}");
            return bundle.Answer(question, source) with { Warning = cache.Write(url, bundle) };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return question.Unknown($"{source}: it is not a certificate revocation list");
        }
    }

    private async Task<(CrlBundle? Bundle, string? Failure)> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        var (whole, failure) = await GetAsync(url, cancellationToken).ConfigureAwait(false);
        if (whole is null) return (null, failure);
        if (whole.FreshestUris is not { Count: > 0 } fresh) return (new CrlBundle(whole, null), null);
        foreach (var uri in RevocationUrls.Http(fresh))
        {
            (var delta, failure) = await GetAsync(uri, cancellationToken).ConfigureAwait(false);
            if (delta is not null) return (new CrlBundle(whole, delta), null);
        }

        return (null, failure ?? "its delta list has no http URL");
    }

    private async Task<(CertificateRevocationList? List, string? Failure)> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var (body, failure) = await http.SendAsync(request, Limits.MaxCrlBytes, Patience, cancellationToken).ConfigureAwait(false);
        return body is null ? (null, failure) : (new CertificateRevocationList(body), null);
    }
}
