using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>A request's way: route, gate, end point; and refusals in the specification's form.</summary>
internal sealed class RequestPipeline
{
    private readonly AuthGate gate;
    private readonly Dictionary<RouteKind, IEndpoint> endpoints;

    public RequestPipeline(TestRegistry registry)
    {
        var tokens = new TokenIssuer(registry);
        var uploads = new UploadSessions(registry);
        gate = new AuthGate(registry, tokens);
        endpoints = new Dictionary<RouteKind, IEndpoint>
        {
            [RouteKind.Ping] = new PingEndpoint(),
            [RouteKind.Catalog] = new CatalogEndpoint(registry),
            [RouteKind.Token] = new TokenEndpoint(registry, tokens),
            [RouteKind.Blob] = new BlobEndpoint(registry),
            [RouteKind.UploadStart] = new UploadStartEndpoint(registry, uploads, gate),
            [RouteKind.Upload] = new UploadEndpoint(registry, uploads),
            [RouteKind.Manifest] = new ManifestEndpoint(registry, new ManifestRules(registry)),
            [RouteKind.Tags] = new TagsEndpoint(registry),
            [RouteKind.Referrers] = new ReferrersEndpoint(registry),
        };
    }

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        try
        {
            var route = RegistryRoute.Parse(context.Request.Path.Value ?? "/")
                ?? throw new RegistryException(StatusCodes.Status404NotFound, "UNSUPPORTED", "no such end point");
            route.CheckName();
            if (route.Kind != RouteKind.Token)
            {
                gate.Check(context, route);
            }

            await endpoints[route.Kind].HandleAsync(context, route);
        }
        catch (RegistryException refusal)
        {
            await refusal.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort(); // the client has gone
        }
        catch (IOException)
        {
            context.Abort(); // the client has gone in the middle of its body
        }
    }
}
