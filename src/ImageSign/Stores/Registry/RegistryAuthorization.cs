using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using ImageSign.Stores.Registry.Credentials;

namespace ImageSign.Stores.Registry;

/// <summary>The authorization of one registry: nothing until it asks, then a token for each purpose, or Basic.</summary>
internal sealed class RegistryAuthorization(ICredentialSource credentials, TokenService tokens, TimeProvider time)
{
    private readonly ConcurrentDictionary<TokenPurpose, (AuthenticationHeaderValue Header, DateTimeOffset Until)> _headers = new();

    /// <summary>What was found when the registry asked: null for nothing. Absent while it did not ask.</summary>
    private readonly ConcurrentDictionary<TokenPurpose, RegistryCredential?> _found = new();

    /// <summary>One for each token; none holds a wait handle, so nothing is to be disposed.</summary>
    private readonly ConcurrentDictionary<TokenPurpose, SemaphoreSlim> _turns = new();

    /// <summary>What is sent without being asked: a token or password that the registry accepted before.</summary>
    public AuthenticationHeaderValue? Current(TokenPurpose purpose)
    {
        if (Valid(purpose) is { } own) return own;
        // A token that may push may also pull; one that may not read the repository that is mounted from does not do, whereas a
        // password does for everything.
        var broader = Valid(purpose with { Writes = true, From = null });
        return purpose.From is null || broader is { Scheme: "Basic" } ? broader : null;
    }

    /// <summary>
    /// Answers a 401 with what is sent next, and whether it was got just now; null when there is nothing better to send than what was
    /// refused. Of several requests that are
    /// refused together, one asks for the token of all.
    /// </summary>
    public async Task<(AuthenticationHeaderValue? Header, bool IsNew)> AnswerAsync(
        RegistryEndpoint endpoint, RegistryAnswer answer, TokenPurpose purpose, AuthenticationHeaderValue? refused,
            CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd(purpose, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Current(purpose) is { } meanwhile && !meanwhile.Equals(refused)) return (meanwhile, false);
            return (await AskAsync(endpoint, answer, purpose, refused, cancellationToken).ConfigureAwait(false), true);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Why a request was answered 401 or 403, which has three causes with three remedies.</summary>
    public ImageSignException Refusal(RegistryEndpoint endpoint, RegistryRequest request, RegistryAnswer answer)
    {
        var purpose = TokenPurpose.Of(request);
        var status = RegistryErrors.StatusOf(answer);
        var asked = _found.TryGetValue(purpose, out var credential) || _found.TryGetValue(purpose with { Writes = true }, out credential);
        if (asked && credential is null) return NotLoggedIn(endpoint.Host, status);
        // A password that Basic carries is judged with the request; one that got a token was judged by the token service.
        var gotToken = _headers.TryGetValue(purpose, out var sent) && sent.Header.Scheme == "Bearer";
        if (credential is not null && answer.Status == HttpStatusCode.Unauthorized
            && !gotToken) return ErrorCodes.Unauthorized.With(endpoint.Host, credential.Source, status);
        var account = credential is null ? "an anonymous client" : credential.ToString();
        return ErrorCodes.NotAllowed.With(endpoint.Host, account, request.Writes ? "push to" : "pull from", request.Repository, status);
    }

    private async Task<AuthenticationHeaderValue?> AskAsync(
        RegistryEndpoint endpoint, RegistryAnswer answer, TokenPurpose purpose, AuthenticationHeaderValue? refused,
            CancellationToken cancellationToken)
    {
        if (AuthChallenge.Of(answer.Headers) is not { } challenge) return null;
        // Looked for anew each time: helpers and files hand out what expires, and what was good before may be replaced there by now.
        var credential = await credentials.FindAsync(endpoint.Host, purpose.Repository, cancellationToken).ConfigureAwait(false);
        _found[purpose] = credential;
        if (credential is { IsRegistryToken: true })
        {
            var bearer = new AuthenticationHeaderValue("Bearer", credential.Secret);
            if (challenge.Scheme == "Basic" || bearer.Equals(refused)) return null;
            _headers[purpose] = (bearer, DateTimeOffset.MaxValue);
            return bearer;
        }

        if (challenge.Scheme == "Basic")
        {
            if (credential is null or { IsIdentityToken: true }) return null;
            var header = TokenService.Basic(credential);
            if (header.Equals(refused)) return null;
            _headers[purpose] = (header, DateTimeOffset.MaxValue);
            return header;
        }

        var (token, status) = await tokens.GetAsync(endpoint.Host, challenge, purpose.Scopes(challenge), credential,
            cancellationToken).ConfigureAwait(false);
        if (token is not { } got) throw credential is null ? NotLoggedIn(endpoint.Host, status)
            : ErrorCodes.Unauthorized.With(endpoint.Host, credential.Source, status);
        _headers[purpose] = got;
        return got.Header;
    }

    private AuthenticationHeaderValue? Valid(TokenPurpose purpose) =>
        _headers.TryGetValue(purpose, out var entry) && entry.Until > time.GetUtcNow() ? entry.Header : null;

    private ImageSignException NotLoggedIn(string host, string status) => ErrorCodes.NotLoggedIn.With(host, status, credentials.Place);
}
