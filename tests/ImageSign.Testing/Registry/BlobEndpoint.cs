using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ImageSign.Testing.Registry;

/// <summary>GET, HEAD and DELETE of blobs/DIGEST.</summary>
internal sealed class BlobEndpoint(TestRegistry registry) : IEndpoint
{
    public async Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        if (!TestDigest.IsWellFormed(route.Reference))
        {
            throw RegistryException.DigestInvalid(route.Reference);
        }

        if (HttpMethods.IsDelete(context.Request.Method))
        {
            Delete(context, route);
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            throw RegistryException.Unsupported();
        }

        var content = registry.Content.GetBlob(route.Repository, route.Reference) ?? throw RegistryException.BlobUnknown(route.Reference);
        context.Response.Headers["Docker-Content-Digest"] = route.Reference;
        if (registry.Options.BlobRanges && OneRange(context.Request) is { } range)
        {
            await WriteRangeAsync(context, content, range);
            return;
        }

        await context.WriteBytesAsync(StatusCodes.Status200OK, "application/octet-stream", content);
    }

    private void Delete(HttpContext context, RegistryRoute route)
    {
        if (!registry.Options.Delete)
        {
            throw RegistryException.Unsupported();
        }

        if (!registry.Content.DeleteBlob(route.Repository, route.Reference))
        {
            throw RegistryException.BlobUnknown(route.Reference);
        }

        context.Finish(StatusCodes.Status202Accepted);
    }

    private static RangeItemHeaderValue? OneRange(HttpRequest request) =>
        RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var header) && header.Ranges.Count == 1 ? header.Ranges.Single() : null;

    private static async Task WriteRangeAsync(HttpContext context, byte[] content, RangeItemHeaderValue range)
    {
        var first = range.From ?? Math.Max(0, content.Length - (range.To ?? 0));
        var last = range.From is null ? content.Length - 1 : Math.Min(range.To ?? long.MaxValue, content.Length - 1);
        if (first > last)
        {
            context.Response.Headers.ContentRange = $"bytes */{content.Length}";
            throw new RegistryException(StatusCodes.Status416RangeNotSatisfiable, "RANGE_INVALID", "the range is outside the blob");
        }

        context.Response.Headers.ContentRange = $"bytes {first}-{last}/{content.Length}";
        await context.WriteBytesAsync(StatusCodes.Status206PartialContent, "application/octet-stream", content.AsMemory((int)first, (int)(last - first + 1)));
    }
}
