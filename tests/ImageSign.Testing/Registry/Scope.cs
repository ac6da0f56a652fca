using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>One action on one repository; the catalog is the repository <c>*</c> of type registry.</summary>
internal readonly record struct Scope(string Repository, string Action)
{
    /// <summary>What a request needs; nothing for the ping and the token server.</summary>
    public static IReadOnlyList<Scope> Needed(string method, RegistryRoute route)
    {
        if (route.Kind == RouteKind.Catalog)
        {
            return [new Scope("*", "catalog")];
        }

        if (route.Repository.Length == 0)
        {
            return [];
        }

        return method switch
        {
            _ when HttpMethods.IsGet(method) || HttpMethods.IsHead(method) => [new Scope(route.Repository, "pull")],
            _ when HttpMethods.IsDelete(method) => [new Scope(route.Repository, "delete")],
            _ => [new Scope(route.Repository, "pull"), new Scope(route.Repository, "push")],
        };
    }

    /// <summary>The form of a challenge: <c>repository:NAME:pull,push</c>.</summary>
    public static string Join(RegistryRoute route, IReadOnlyList<Scope> scopes) => route.Kind == RouteKind.Catalog
        ? "registry:catalog:*"
        : $"repository:{route.Repository}:{string.Join(',', scopes.Select(scope => scope.Action))}";

    /// <summary>Reads the scopes that a token request asks for, separated by spaces.</summary>
    public static IEnumerable<Scope> Parse(string text)
    {
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Equals("registry:catalog:*", StringComparison.Ordinal))
            {
                yield return new Scope("*", "catalog");
                continue;
            }

            var end = part.LastIndexOf(':');
            if (end <= "repository:".Length || !part.StartsWith("repository:", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var action in part[(end + 1)..].Split(','))
            {
                yield return new Scope(part["repository:".Length..end], action);
            }
        }
    }
}
