using ImageSign.Oci;

namespace ImageSign.Trust.Revocation;

/// <summary>Asks OCSP responders over http.</summary>
internal sealed class OcspClient(TrustHttp http)
{
    // RFC 6960, appendix A.1: GET "for requests that are smaller than 255 bytes" after encoding.
    private const int MaxGetLength = 255;
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The first definite answer of the responders; null when there are none.</summary>
    public async Task<RevocationFinding?> AskAsync(IReadOnlyList<Uri> responders, RevocationQuestion question, CancellationToken cancellationToken)
    {
        RevocationFinding? last = null;
        foreach (var responder in responders)
        {
            var request = OcspRequest.For(question);
            using var message = Message(responder, request.Der);
            var (body, failure) = await http.SendAsync(message, Limits.MaxOcspResponseBytes, Patience, cancellationToken).ConfigureAwait(false);
            last = body is null ? question.Unknown(failure!) : OcspResponse.Read(body, request, question, $"OCSP {responder.GetLeftPart(UriPartial.Path)}");
            if (last.Status != RevocationStatus.Unknown) return last;
        }

        return last;
    }

    private static HttpRequestMessage Message(Uri responder, byte[] request)
    {
        var text = Convert.ToBase64String(request);
        if (text.Length >= MaxGetLength) return TrustHttp.Post(responder, request, RequestType, ResponseType);
        var message = new HttpRequestMessage(HttpMethod.Get, new Uri($"{responder.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(text)}"));
        message.Headers.Accept.ParseAdd(ResponseType);
        return message;
    }
}
