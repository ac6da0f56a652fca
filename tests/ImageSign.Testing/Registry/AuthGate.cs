using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>Lets a request through, or challenges it in the way that the options say.</summary>
internal sealed class AuthGate(TestRegistry registry, TokenIssuer tokens)
{
    /// <summary>Throws, with the challenge set, unless the request may do what it asks.</summary>
    public void Check(HttpContext context, RegistryRoute route)
    {
        switch (registry.Options.Auth)
        {
            case BasicAuth basic when !Credentials.Of(context.Request).Match(basic):
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"ImageSign test registry\"";
                throw RegistryException.Unauthorized("authentication required");
            case BearerAuth bearer:
                CheckToken(context, route, bearer);
                break;
        }
    }

    /// <summary>Whether the request may also read another repository (to mount from).</summary>
    public bool MayPull(HttpContext context, string repository) =>
        registry.Options.Auth is not BearerAuth || tokens.Find(Credentials.BearerOf(context.Request))?.Allows(new Scope(repository, "pull")) is true;

    private void CheckToken(HttpContext context, RegistryRoute route, BearerAuth bearer)
    {
        var presented = Credentials.BearerOf(context.Request);
        var token = tokens.Find(presented);
        var needed = Scope.Needed(context.Request.Method, route);
        if (token is not null && needed.All(token.Allows))
        {
            return;
        }

        var realm = bearer.Realm ?? $"{context.Request.Scheme}://{context.Request.Host}/token";
        var scope = needed.Count == 0 ? "" : $",scope=\"{Scope.Join(route, needed)}\"";
        var error = presented is null ? "" : token is null ? ",error=\"invalid_token\"" : ",error=\"insufficient_scope\"";
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{realm}\",service=\"{bearer.Service}\"{scope}{error}";
        throw RegistryException.Unauthorized("authentication required");
    }
}
