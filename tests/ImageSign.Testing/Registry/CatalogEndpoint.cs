using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>GET /v2/_catalog: names of the repositories.</summary>
internal sealed class CatalogEndpoint(TestRegistry registry) : IEndpoint
{
    public Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        var page = Page.Cut(context, registry.Content.Repositories);
        var body = new JsonObject { ["repositories"] = new JsonArray([.. page.Select(name => JsonValue.Create(name))]) };
        return context.WriteJsonAsync(StatusCodes.Status200OK, body);
    }
}
