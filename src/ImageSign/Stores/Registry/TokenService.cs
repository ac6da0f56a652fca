using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ImageSign.Oci;
using ImageSign.Stores.Registry.Credentials;

namespace ImageSign.Stores.Registry;

/// <summary>Gets bearer tokens (distribution's "Token Authentication Specification").</summary>
internal sealed class TokenService(HttpClient http, RegistryRetries retries, RegistryOptions options, TimeProvider time)
{
    private const string ClientId = "image-sign";
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A token for some scopes, and when it stops being used; anonymous without a credential. Null, with the status, when the service
    /// refuses it.
    /// </summary>
    public async Task<((AuthenticationHeaderValue Header, DateTimeOffset Until)? Token, string Status)> GetAsync(
        string host, AuthChallenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential,
            CancellationToken cancellationToken)
    {
        var realm = Realm(host, challenge);
        try
        {
            var answer = await retries.ExecuteAsync(token =>
                AskAsync(realm, challenge, scopes, credential, token), cancellationToken).ConfigureAwait(false);
            var status = $"the token service answered {RegistryErrors.StatusOf(answer)}";
            if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) return (null, status);
            return answer.Succeeded ? (Read(host, answer.Body), status)
                : throw ErrorCodes.TokenServiceFailed.With(host, $"it answered {(int)answer.Status}");
        }
        catch (HttpRequestException e) when (e.InnerException is ImageSignException known)
        {
            throw ErrorCodes.TokenServiceFailed.Because(known, host, known.Message.TrimEnd('.'));
        }
        catch (HttpRequestException e)
        {
            throw ErrorCodes.TokenServiceFailed.Because(e, host, (e.InnerException ?? e).Message.TrimEnd('.'));
        }
        catch (IOException e)
        {
            throw ErrorCodes.TokenServiceFailed.Because(e, host, "the connection was lost");
        }
    }

    /// <summary>One attempt. A redirect is not followed: it would take the password somewhere that the registry did not name.</summary>
    private async Task<RegistryAnswer> AskAsync(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes,
        RegistryCredential? credential, CancellationToken cancellationToken)
    {
        using var request = credential is { IsIdentityToken: true } ? Refresh(realm, challenge, scopes, credential)
            : Fetch(realm, challenge, scopes, credential);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        options.Trace?.Invoke($"{request.Method} {realm.GetLeftPart(UriPartial.Path)} -> {(int)response.StatusCode}");
        var body = await LimitedBody.ReadAsync(response.Content, Limits.MaxTokenBytes, "The token", cancellationToken).ConfigureAwait(false);
        return new RegistryAnswer(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, body, realm);
    }

    /// <summary>The registry chooses the realm, and the password goes there: so it must be https, or not leave the machine.</summary>
    private static Uri Realm(string host, AuthChallenge challenge)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var realm)) throw ErrorCodes.TokenServiceFailed.With(host, "the registry names no token service");
        var safe = realm.Scheme == Uri.UriSchemeHttps || (realm.Scheme == Uri.UriSchemeHttp && RegistryEndpoint.IsLoopback(realm.Authority) && RegistryEndpoint.IsLoopback(host));
        return safe && realm.UserInfo.Length == 0 ? realm : throw ErrorCodes.TokenServiceFailed.With(host, $"its token service {realm.Scheme}://{realm.Authority} is not reached by https");
    }

    private static HttpRequestMessage Fetch(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes,
        RegistryCredential? credential)
    {
        // distribution, "Token Authentication Specification": scope "should be specified multiple times if there is more than one scope
        // entry".
        IEnumerable<string> fields = scopes.Select(scope => $"scope={Uri.EscapeDataString(scope)}").Append($"client_id={ClientId}");
        if (challenge.Service is { } service) fields = fields.Prepend($"service={Uri.EscapeDataString(service)}");
        var query = string.Join('&', fields);
        var address = new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{query}" : query };
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        if (credential is not null) request.Headers.Authorization = Basic(credential);
        return request;
    }

    private static HttpRequestMessage Refresh(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes,
        RegistryCredential credential) => new(HttpMethod.Post, realm)
        {
            Content = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"), new("refresh_token", credential.Secret), new("service", challenge.Service ?? ""),
                new("scope", string.Join(' ', scopes)), new("client_id", ClientId),
        ]),
        };

    public static AuthenticationHeaderValue Basic(RegistryCredential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.User}:{credential.Secret}")));

    private (AuthenticationHeaderValue Header, DateTimeOffset Until) Read(string host, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = OciJson.Parse(body, "the token");
            var root = OciJson.Object(json.RootElement, "the token", []);
            var token = OciJson.OptionalString(root, "token", "the token") is { Length: > 0 } own ? own
                : OciJson.OptionalString(root, "access_token", "the token");
            if (string.IsNullOrEmpty(token) || token.AsSpan().ContainsAnyExceptInRange('!', '~')) throw ErrorCodes.TokenServiceFailed.With(host, "its answer holds no token");
            var lifetime = root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var value) && value > 0 ? TimeSpan.FromSeconds(value) : DefaultLifetime;
            return (new AuthenticationHeaderValue("Bearer", token), time.GetUtcNow() + lifetime - Margin);
        }
        catch (Exception e) when (e is InvalidOperationException || e is ImageSignException { Code.Number: 4001 })
        {
            throw ErrorCodes.TokenServiceFailed.Because(e, host, "its answer is not a token");
        }
    }
}
