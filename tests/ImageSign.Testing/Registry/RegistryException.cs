using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>A refusal in the specification's words: a status and an error code.</summary>
internal sealed class RegistryException(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static RegistryException BlobUnknown(string digest) => new(StatusCodes.Status404NotFound, "BLOB_UNKNOWN", $"blob unknown to registry: {digest}");

    public static RegistryException UploadUnknown(string id) =>
        new(StatusCodes.Status404NotFound, "BLOB_UPLOAD_UNKNOWN", $"blob upload unknown to registry: {id}");

    public static RegistryException UploadInvalid(int status, string why) => new(status, "BLOB_UPLOAD_INVALID", why);

    public static RegistryException DigestInvalid(string why) => new(StatusCodes.Status400BadRequest, "DIGEST_INVALID", why);

    public static RegistryException ManifestBlobUnknown(string digest) =>
        new(StatusCodes.Status400BadRequest, "MANIFEST_BLOB_UNKNOWN", $"manifest references a manifest or blob unknown to registry: {digest}");

    public static RegistryException ManifestInvalid(string why) => new(StatusCodes.Status400BadRequest, "MANIFEST_INVALID", why);

    public static RegistryException ManifestUnknown(string reference) =>
        new(StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", $"manifest unknown: {reference}");

    public static RegistryException NameInvalid(string name) => new(StatusCodes.Status400BadRequest, "NAME_INVALID", $"invalid repository name: {name}");

    public static RegistryException NameUnknown(string name) =>
        new(StatusCodes.Status404NotFound, "NAME_UNKNOWN", $"repository name not known to registry: {name}");

    public static RegistryException Unsupported() => new(StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", "the operation is unsupported");

    public static RegistryException Unauthorized(string why) => new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", why);

    /// <summary>distribution-spec 1.1, "Error Codes".</summary>
    public Task WriteAsync(HttpContext context) => WriteAsync(context, Status, Code, Message);

    public static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        var body = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) };
        return context.WriteJsonAsync(status, body);
    }
}
