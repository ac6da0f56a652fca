using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>GET tags/list, as the specification says or as docker-registry 2.8.3 does.</summary>
internal sealed class TagsEndpoint(TestRegistry registry) : IEndpoint
{
    public Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            throw RegistryException.Unsupported();
        }

        var tags = registry.Content.Tags(route.Repository);
        var paged = registry.Options.TagListing == TagListing.Paged;
        if (paged ? !registry.Content.Repositories.Contains(route.Repository, StringComparer.Ordinal) : tags.Count == 0)
        {
            throw RegistryException.NameUnknown(route.Repository);
        }

        var shown = paged ? Page.Cut(context, tags, registry.Options.TagsPageSize) : [.. tags.Reverse()];
        return context.WriteJsonAsync(
            StatusCodes.Status200OK,
            new JsonObject { ["name"] = route.Repository, ["tags"] = new JsonArray([.. shown.Select(tag => JsonValue.Create(tag))]) });
    }
}
