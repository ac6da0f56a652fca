using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>
/// The token server. GET: distribution's "Token Authentication Specification"; POST: its "OAuth2 Token Authentication"
/// (<c>grant_type=password</c> or <c>refresh_token</c>).
/// </summary>
internal sealed class TokenEndpoint(TestRegistry registry, TokenIssuer issuer) : IEndpoint
{
    public async Task HandleAsync(HttpContext context, RegistryRoute route)
    {
        if (registry.Options.Auth is not BearerAuth auth)
        {
            throw new RegistryException(StatusCodes.Status404NotFound, "UNSUPPORTED", "this registry issues no tokens");
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            await PostAsync(context, auth);
            return;
        }

        var credentials = Credentials.Of(context.Request);
        if (credentials.IsAnonymous ? !auth.AnonymousPull : !credentials.Match(auth))
        {
            throw RegistryException.Unauthorized("incorrect username or password");
        }

        var wantsRefreshToken = context.QueryValue("offline_token") is "true" && !credentials.IsAnonymous;
        var scopes = context.Request.Query["scope"].SelectMany(scope => Scope.Parse(scope ?? ""));
        await AnswerAsync(context, auth, issuer.Issue(auth, !credentials.IsAnonymous, scopes), wantsRefreshToken);
    }

    private async Task PostAsync(HttpContext context, BearerAuth auth)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var known = form["grant_type"].ToString() switch
        {
            "refresh_token" => form["refresh_token"] == auth.IdentityToken,
            "password" => new Credentials(form["username"], form["password"]).Match(auth),
            _ => throw new RegistryException(StatusCodes.Status400BadRequest, "UNSUPPORTED", "unsupported grant_type"),
        };
        if (!known)
        {
            throw RegistryException.Unauthorized("the grant is not valid");
        }

        var token = issuer.Issue(auth, isAccount: true, Scope.Parse(form["scope"].ToString()));
        await AnswerAsync(context, auth, token, withRefreshToken: form["access_type"] == "offline" || form["grant_type"] == "refresh_token");
    }

    private Task AnswerAsync(HttpContext context, BearerAuth auth, IssuedToken token, bool withRefreshToken)
    {
        var body = new JsonObject
        {
            ["token"] = token.Text,
            ["access_token"] = token.Text,
            ["expires_in"] = (int)auth.TokenLifetime.TotalSeconds,
            ["issued_at"] = registry.Options.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ"),
        };
        if (withRefreshToken)
        {
            body["refresh_token"] = auth.IdentityToken;
        }

        return context.WriteJsonAsync(StatusCodes.Status200OK, body);
    }
}
