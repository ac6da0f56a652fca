using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust.Timestamps;

/// <summary>Asks an RFC 3161 authority over HTTP (section 3.4), and believes only what leads to the given root.</summary>
internal sealed class TimestampClient(TrustHttp http, Uri authority, X509Certificate2 root, IRevocationChecker revocation, TimeProvider time) : ITimestamper
{
    private const string QueryType = "application/timestamp-query";
    private const string ReplyType = "application/timestamp-reply";
    private const int NonceBytes = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads the file of <c>--timestamp-root</c>: exactly one self-signed certificate.</summary>
    public static X509Certificate2 ReadRoot(string path)
    {
        try
        {
            var file = UserFile.Read(path, Limits.MaxKeyFileBytes) ?? throw ErrorCodes.CertificateChainUnreadable.With(path, $"it is larger than {Limits.MaxKeyFileBytes} bytes");
            if (CertificateFile.Parse(file) is [var only] && ChainRules.IsSelfSigned(only)) return only;
            throw ErrorCodes.CertificateChainUnreadable.With(path, "it must hold exactly one certificate, a self-signed one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException || e is ImageSignException { Code.Number: 4001 })
        {
            throw ErrorCodes.CertificateChainUnreadable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    /// <inheritdoc />
    public async ValueTask<ReadOnlyMemory<byte>> StampAsync(ReadOnlyMemory<byte> signature, KeySpec spec, CancellationToken cancellationToken)
    {
        // signature-specification, "Timestamp Countersignature": the imprint is over the signature's bytes, with the hash of the signing algorithm.
        var request = Rfc3161TimestampRequest.CreateFromData(signature.Span, spec.Hash, nonce: RandomNumberGenerator.GetBytes(NonceBytes), requestSignerCertificates: true);
        using var message = TrustHttp.Post(authority, request.Encode(), QueryType, ReplyType);
        var (body, failure) = await http.SendAsync(message, Limits.MaxTimestampBytes, Patience, cancellationToken).ConfigureAwait(false);
        if (body is null) throw Failed(failure!);
        try
        {
            var token = request.ProcessResponse(body, out _).AsSignedCms().Encode();
            var proof = TimestampToken.Verify(token, signature, [root]);
            var revoked = await revocation.CheckAsync(proof.Chain, time.GetUtcNow(), null, cancellationToken).ConfigureAwait(false);
            return revoked.Worst is { } worst ? throw Failed($"the revocation of '{worst.Certificate.Subject}' is {worst.Status} ({worst.Source})") : token;
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.TimestampFailed.Because(e, Name, $"the answer is not a timestamp for this request ({e.Message.TrimEnd('.')})");
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.TimestampRefused)
        {
            throw ErrorCodes.TimestampFailed.Because(e, Name, e.Message.TrimEnd('.'));
        }
    }

    private string Name => authority.GetLeftPart(UriPartial.Path);

    private ImageSignException Failed(string reason) => ErrorCodes.TimestampFailed.With(Name, reason);
}
