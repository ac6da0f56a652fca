using System.Collections.Concurrent;
using System.Net.Http.Headers;
using ImageSign.Stores.Registry.Credentials;

namespace ImageSign.Stores.Registry;

/// <summary>The authorization of one registry: nothing until it asks, then a token for each repository and purpose, or Basic.</summary>
internal sealed class RegistryAuthorization(ICredentialSource credentials, TokenService tokens, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Repository, bool Writes), (AuthenticationHeaderValue Header, DateTimeOffset Until)> _headers = new();

    /// <summary>One for each token; none holds a wait handle, so nothing is to be disposed.</summary>
    private readonly ConcurrentDictionary<(string Repository, bool Writes), SemaphoreSlim> _turns = new();

    /// <summary>What is sent without being asked: a token or password that the registry accepted before.</summary>
    public AuthenticationHeaderValue? Current(string repository, bool writes)
    {
        // A token that may push may also pull.
        foreach (var purpose in writes ? (ReadOnlySpan<bool>)[true] : [false, true])
        {
            if (_headers.TryGetValue((repository, purpose), out var entry) && entry.Until > time.GetUtcNow()) return entry.Header;
        }

        return null;
    }

    /// <summary>Answers a 401; null when there is nothing better to send than what was refused. Of several requests that are refused together, one asks for the token of all.</summary>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(RegistryEndpoint endpoint, RegistryAnswer answer, string repository, bool writes, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd((repository, writes), static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current(repository, writes) is { } meanwhile && !meanwhile.Equals(refused) ? meanwhile : await AskAsync(endpoint, answer, repository, writes, refused, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<AuthenticationHeaderValue?> AskAsync(RegistryEndpoint endpoint, RegistryAnswer answer, string repository, bool writes, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        if (AuthChallenge.Of(answer.Headers) is not { } challenge) return null;
        var credential = await credentials.FindAsync(endpoint.Host, repository, cancellationToken).ConfigureAwait(false);
        if (credential is { IsRegistryToken: true })
        {
            var bearer = new AuthenticationHeaderValue("Bearer", credential.Secret);
            if (challenge.Scheme == "Basic" || bearer.Equals(refused)) return null;
            _headers[(repository, writes)] = (bearer, DateTimeOffset.MaxValue);
            return bearer;
        }

        if (challenge.Scheme == "Basic")
        {
            if (credential is null or { IsIdentityToken: true } || refused is { Scheme: "Basic" }) return null;
            var header = TokenService.Basic(credential);
            _headers[(repository, writes)] = (header, DateTimeOffset.MaxValue);
            return header;
        }

        var scope = $"repository:{repository}:{(writes ? "pull,push" : "pull")}";
        var token = await tokens.GetAsync(endpoint.Host, challenge, scope, credential, cancellationToken).ConfigureAwait(false);
        _headers[(repository, writes)] = token;
        return token.Header;
    }
}
