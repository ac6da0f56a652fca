using ImageSign.Formats;
using ImageSign.Formats.Embedded;
using ImageSign.Trust;
using ImageSign.Trust.Revocation;
using ImageSign.Trust.Timestamps;

namespace ImageSign;

/// <summary>The timestamping authority of a request, if it names one.</summary>
internal sealed class TimestampSource : IDisposable
{
    private readonly TrustHttp? _http;

    private TimestampSource(TrustHttp? http, ITimestamper? timestamper) => (_http, Timestamper) = (http, timestamper);

    /// <summary>Stamps signatures, or null.</summary>
    public ITimestamper? Timestamper { get; }

    /// <summary>Reads the root certificate; nothing is sent.</summary>
    public static TimestampSource Open(SignRequest request, IReadOnlyList<ISignatureFormat> formats, EngineOptions options)
    {
        var needsCertificates = formats.Any(format => format is ISigningRequirements);
        var name = formats is [var first, ..] ? first.Name : EmbeddedFormat.FormatName;
        if (request.CertificateChainFile is not null && !needsCertificates) throw ErrorCodes.NotSupportedHere.With("--certificate-chain", $"the format {name}");
        if (request.TimestampUrl is null && request.TimestampRootFile is null) return new TimestampSource(null, null);
        if (!needsCertificates) throw ErrorCodes.NotSupportedHere.With("--timestamp-url", $"the format {name}");
        if (request is not { TimestampUrl: { } url, TimestampRootFile: { } rootFile }) throw ErrorCodes.TimestampFailed.With(request.TimestampUrl, "--timestamp-url and --timestamp-root belong together");
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)) throw ErrorCodes.TimestampFailed.With(url, "it is not an http or https URL");
        var root = TimestampClient.ReadRoot(rootFile);
        var http = new TrustHttp(options.Trust.HandlerFactory);
        return new TimestampSource(http, new TimestampClient(http, url, root, new RevocationChecker(http, new CrlCache(options.Trust.RevocationCacheDirectory)), options.Time));
    }

    /// <inheritdoc />
    public void Dispose() => _http?.Dispose();
}
