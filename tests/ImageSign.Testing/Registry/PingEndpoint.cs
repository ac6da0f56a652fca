using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>GET /v2/: "this is a registry".</summary>
internal sealed class PingEndpoint : IEndpoint
{
    public Task HandleAsync(HttpContext context, RegistryRoute route) => context.WriteJsonAsync(StatusCodes.Status200OK, new JsonObject());
}
