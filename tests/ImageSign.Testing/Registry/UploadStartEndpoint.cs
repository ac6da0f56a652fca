using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>POST blobs/uploads/: mounts, takes a whole blob, or opens an upload.</summary>
internal sealed class UploadStartEndpoint(TestRegistry registry, UploadSessions sessions, AuthGate gate) : IEndpoint
{
    public async Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw RegistryException.Unsupported();
        }

        if (TryMount(context, route))
        {
            return;
        }

        if (context.QueryValue("digest") is { } digest && registry.Options.SinglePostUpload)
        {
            UploadEndpoint.Store(registry, context, route.Repository, digest, await context.ReadBodyAsync());
            return;
        }

        // distribution-spec 1.1, "Mounting a blob from another repository": "Alternatively, if a registry does not support cross-repository mounting
        // or is unable to mount the requested blob, it SHOULD return a 202."
        sessions.Describe(context, sessions.Open(route.Repository), StatusCodes.Status202Accepted);
    }

    private bool TryMount(HttpContext context, RegistryRoute route)
    {
        if (!registry.Options.Mount || context.QueryValue("mount") is not { } digest || context.QueryValue("from") is not { } source
            || !gate.MayPull(context, source) || registry.Content.GetBlob(source, digest) is not { } content)
        {
            return false;
        }

        UploadEndpoint.Store(registry, context, route.Repository, digest, content);
        return true;
    }
}
