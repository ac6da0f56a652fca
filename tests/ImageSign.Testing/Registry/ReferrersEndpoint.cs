using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>GET referrers/DIGEST: an index of the manifests that name the digest as their subject.</summary>
internal sealed class ReferrersEndpoint(TestRegistry registry) : IEndpoint
{
    public async Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        if (!registry.Options.ReferrersApi)
        {
            await context.WriteBytesAsync(StatusCodes.Status404NotFound, "text/plain; charset=utf-8", "404 page not found\n"u8.ToArray());
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method))
        {
            throw RegistryException.Unsupported();
        }

        if (!TestDigest.IsWellFormed(route.Reference))
        {
            throw RegistryException.DigestInvalid(route.Reference);
        }

        var artifactType = context.QueryValue("artifactType");
        var found = registry.Content.Referrers(route.Repository, route.Reference).ToList();
        if (artifactType is not null)
        {
            context.Response.Headers["OCI-Filters-Applied"] = "artifactType";
            found.RemoveAll(referrer => !string.Equals(referrer.ArtifactType, artifactType, StringComparison.Ordinal));
        }

        // distribution-spec 1.1, "Listing Referrers": an unknown subject is an empty index, not a 404.
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciMediaTypes.Index,
            ["manifests"] = new JsonArray([.. Cut(context, found, artifactType).Select(referrer => referrer.ToDescriptor())]),
        };
        await context.WriteJsonAsync(StatusCodes.Status200OK, index, OciMediaTypes.Index);
    }

    private List<StoredManifest> Cut(HttpContext context, List<StoredManifest> found, string? artifactType)
    {
        var last = context.QueryValue("last");
        var rest = found[(last is null ? 0 : found.FindIndex(referrer => referrer.Digest.Equals(last, StringComparison.Ordinal)) + 1)..];
        if (registry.Options.ReferrersPageSize is not { } size || rest.Count <= size)
        {
            return rest;
        }

        var filter = artifactType is null ? "" : $"artifactType={Uri.EscapeDataString(artifactType)}&";
        context.Response.Headers.Link = $"<{context.Request.Path}?{filter}last={Uri.EscapeDataString(rest[size - 1].Digest)}>; rel=\"next\"";
        return rest[..size];
    }
}
