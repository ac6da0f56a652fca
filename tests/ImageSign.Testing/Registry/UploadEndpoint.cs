using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ImageSign.Testing.Registry;

/// <summary>PATCH, PUT, GET and DELETE of an open upload.</summary>
internal sealed class UploadEndpoint(TestRegistry registry, UploadSessions sessions) : IEndpoint
{
    public async Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        var session = sessions.Get(route.Repository, route.Reference);
        switch (context.Request.Method)
        {
            case "GET":
                sessions.Describe(context, route.Reference, StatusCodes.Status204NoContent);
                break;
            case "DELETE":
                sessions.Close(route.Reference);
                context.Finish(StatusCodes.Status204NoContent);
                break;
            case "PATCH":
                await AppendAsync(context, session);
                sessions.Describe(context, route.Reference, StatusCodes.Status202Accepted);
                break;
            case "PUT":
                var digest = context.QueryValue("digest") ?? throw RegistryException.DigestInvalid("the digest is missing");
                await AppendAsync(context, session);
                sessions.Close(route.Reference);
                Store(registry, context, route.Repository, digest, session.ToArray());
                break;
            default:
                throw RegistryException.Unsupported();
        }
    }

    /// <summary>Takes a whole blob whose digest is right, and says where it is.</summary>
    public static void Store(TestRegistry registry, HttpContext context, string repository, string digest, byte[] content)
    {
        if (!TestDigest.IsWellFormed(digest) || !TestDigest.OfSameAlgorithm(content, digest).Equals(digest, StringComparison.Ordinal))
        {
            throw RegistryException.DigestInvalid($"the content's digest is not {digest}");
        }

        registry.Content.PutBlobUnchecked(repository, digest, content);
        context.Response.Headers.Location = $"/v2/{repository}/blobs/{digest}";
        context.Response.Headers["Docker-Content-Digest"] = digest;
        context.Finish(StatusCodes.Status201Created);
    }

    private static async Task AppendAsync(HttpContext context, UploadSession session)
    {
        // distribution-spec 1.1, "Pushing a blob in chunks": "Chunks MUST be uploaded in order … If a chunk is uploaded out of order, the registry MUST
        // respond with a 416 Requested Range Not Satisfiable code."
        if (context.Request.Headers.ContentRange.ToString() is { Length: > 0 } range && StartOf(range) != session.Length)
        {
            throw RegistryException.UploadInvalid(StatusCodes.Status416RangeNotSatisfiable, "the chunk is out of order");
        }

        var chunk = await context.ReadBodyAsync();
        if (context.Request.ContentLength is { } declared && declared != chunk.Length)
        {
            throw RegistryException.UploadInvalid(StatusCodes.Status400BadRequest, "the chunk is not as long as was said");
        }

        session.Append(chunk);
    }

    private static long? StartOf(string range) =>
        ContentRangeHeaderValue.TryParse(range, out var full) ? full.From
        : long.TryParse(range.Split('-')[0], out var start) ? start : null;
}
