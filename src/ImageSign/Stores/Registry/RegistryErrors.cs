using System.Net;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>From what went wrong on the way to a registry to a code with a remedy.</summary>
internal static class RegistryErrors
{
    private const int MaxMessageLength = 200;

    public static ImageSignException Of(string host, RegistryRequest request, RegistryAnswer answer)
    {
        var status = StatusOf(answer);
        return answer.Status switch
        {
            HttpStatusCode.TooManyRequests => ErrorCodes.TooManyRequests.With(host),
            _ => ErrorCodes.RegistryError.With(host, status, $"{request.Method} {answer.Address.AbsolutePath}"),
        };
    }

    /// <summary>
    /// The status with what the registry says about it, such as <c>403 DENIED: requested access to the resource is denied</c>.
    /// </summary>
    public static string StatusOf(RegistryAnswer answer) => $"{(int)answer.Status}{Message(answer)}";

    /// <summary>True when the failure is that of a login, whatever is wrong with it.</summary>
    public static bool IsAboutLogin(ErrorCode code) =>
        code == ErrorCodes.Unauthorized || code == ErrorCodes.NotLoggedIn || code == ErrorCodes.NotAllowed
            || code == ErrorCodes.TokenServiceFailed;

    /// <summary>What a guard on the way has found out already, or what the exception tells.</summary>
    public static ImageSignException Of(string host, HttpRequestException e) => e.InnerException as ImageSignException ?? Told(host, e);

    /// <summary>True when TLS was spoken and the certificate was not accepted. .NET tells this from bytes that are no TLS at all only by the sentence, which it does not translate.</summary>
    public static bool IsAboutTheCertificate(HttpRequestException e) => e.InnerException is ImageSignException
        || (e.InnerException is System.Security.Authentication.AuthenticationException inner && inner.Message.StartsWith("The remote certificate", StringComparison.Ordinal));

    private static ImageSignException Told(string host, HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.ProxyTunnelError => ErrorCodes.ProxyFailed.Because(e, "in the way", host, e.Message.TrimEnd('.')),
        HttpRequestError.SecureConnectionError when IsAboutTheCertificate(e) =>
            ErrorCodes.UntrustedCertificate.Because(e, host, e.InnerException!.Message.TrimEnd('.')),
        HttpRequestError.SecureConnectionError => ErrorCodes.PlainHttpRefused.Because(e, host),
        _ => ErrorCodes.RegistryUnreachable.Because(e, host, (e.InnerException ?? e).Message.TrimEnd('.')),
    };

    /// <summary>distribution-spec 1.1, "Error Codes": {"errors":[{"code","message","detail"}]}; anything else says nothing.</summary>
    private static string Message(RegistryAnswer answer)
    {
        try
        {
            if (answer.Body.IsEmpty) return "";
            using var json = OciJson.Parse(answer.Body, "the error");
            if (!json.RootElement.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0) return "";
            var first = errors[0];
            var text = $" {OciJson.OptionalString(first, "code", "the error")}: {OciJson.OptionalString(first, "message", "the error")}";
            return text.Length > MaxMessageLength ? text[..MaxMessageLength] : text;
        }
        catch (Exception e) when (e is ImageSignException or InvalidOperationException)
        {
            // The body is no error document; the status has to do.
            return "";
        }
    }
}
