using ImageSign.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>GET, HEAD, PUT and DELETE of manifests/TAG-or-DIGEST.</summary>
internal sealed class ManifestEndpoint(TestRegistry registry, ManifestRules rules) : IEndpoint
{
    public async Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        if (!TestDigest.IsWellFormed(route.Reference) && !RegistryRoute.IsTag(route.Reference))
        {
            throw route.Reference.Contains(':', StringComparison.Ordinal)
                ? RegistryException.DigestInvalid(route.Reference)
                : RegistryException.ManifestInvalid($"neither a tag nor a digest: {route.Reference}");
        }

        switch (context.Request.Method)
        {
            case "GET" or "HEAD":
                var manifest = registry.Content.GetManifest(route.Repository, route.Reference) ?? throw RegistryException.ManifestUnknown(route.Reference);
                context.Response.Headers["Docker-Content-Digest"] = manifest.Digest;
                context.Response.Headers.ETag = $"\"{manifest.Digest}\"";
                await context.WriteBytesAsync(StatusCodes.Status200OK, manifest.MediaType, manifest.Bytes);
                break;
            case "PUT":
                await PutAsync(context, route);
                break;
            case "DELETE":
                Delete(context, route);
                break;
            default:
                throw RegistryException.Unsupported();
        }
    }

    private async Task PutAsync(HttpContext context, RegistryRoute route)
    {
        var content = await context.ReadBodyAsync();
        var mediaType = context.Request.ContentType ?? throw RegistryException.ManifestInvalid("Content-Type is missing");
        rules.Check(route.Repository, content, mediaType);

        var byDigest = TestDigest.IsWellFormed(route.Reference);
        var digest = byDigest ? TestDigest.OfSameAlgorithm(content, route.Reference) : TestDigest.Of(content);
        if (byDigest && !digest.Equals(route.Reference, StringComparison.Ordinal))
        {
            throw RegistryException.DigestInvalid($"the content's digest is {digest}");
        }

        var manifest = registry.Content.PutManifestUnchecked(
            route.Repository, byDigest ? null : route.Reference, digest, content, mediaType, DelayedVisibilityFault.Of(context));
        context.Response.Headers.Location = $"/v2/{route.Repository}/manifests/{digest}";
        context.Response.Headers["Docker-Content-Digest"] = digest;
        if (manifest.Subject is not null && registry.Options.ReferrersApi)
        {
            // distribution-spec 1.1, "Pushing Manifests with Subject": "Registries … MUST set the response header OCI-Subject: <subject digest>".
            context.Response.Headers["OCI-Subject"] = manifest.Subject;
        }

        context.Finish(StatusCodes.Status201Created);
    }

    private void Delete(HttpContext context, RegistryRoute route)
    {
        if (!registry.Options.Delete)
        {
            throw RegistryException.Unsupported();
        }

        var deleted = TestDigest.IsWellFormed(route.Reference)
            ? registry.Content.DeleteManifest(route.Repository, route.Reference)
            : registry.Content.DeleteTag(route.Repository, route.Reference);
        if (!deleted)
        {
            throw RegistryException.ManifestUnknown(route.Reference);
        }

        context.Finish(StatusCodes.Status202Accepted);
    }
}
