using System.Text;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Docker's config.json and podman's auth.json: <c>credHelpers</c>, <c>auths</c>, <c>credsStore</c>.</summary>
internal sealed class CredentialFile(string path) : ICredentialSource
{
    private const string HubKey = "https://index.docker.io/v1/";

    public string Place => path;

    public async ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        using var json = Parse(await ReadAsync(cancellationToken).ConfigureAwait(false));
        var root = json.RootElement;
        var own = Member(root, "credHelpers") is { } helpers ? Text(helpers, host) : null;
        if (own is not null) return await AskAsync(own, host, cancellationToken).ConfigureAwait(false);
        if (Member(root, "auths") is { } auths && FromAuths(auths, host, repository) is { } stored) return stored with { Source = path };
        return Text(root, "credsStore") is { } store ? await AskAsync(store, host, cancellationToken).ConfigureAwait(false) : null;
    }

    private async ValueTask<RegistryCredential?> AskAsync(string helper, string host, CancellationToken cancellationToken)
    {
        var kept = await CredentialHelper.GetAsync(helper, KeyOf(host), cancellationToken).ConfigureAwait(false);
        return kept is null ? null : kept with { Source = $"the helper docker-credential-{helper}, which {path} names" };
    }

    /// <summary>What docker login stores Docker Hub under.</summary>
    private static string KeyOf(string host) => host == "docker.io" ? HubKey : host;

    private static RegistryCredential? FromAuths(JsonElement auths, string host, string repository)
    {
        // containers-auth.json(5): the key may be a repository or a namespace of it; the longest one wins.
        for (var key = $"{host}/{repository}"; ; key = key[..key.LastIndexOf('/')])
        {
            if (Member(auths, key) is { } entry && FromEntry(entry) is { } credential) return credential;
            if (key == host) break;
        }

        foreach (var key in host == "docker.io" ? (string[])[HubKey, "index.docker.io"] : [$"https://{host}", $"https://{host}/v1/", $"https://{host}/v2/", $"http://{host}"])
        {
            if (Member(auths, key) is { } entry && FromEntry(entry) is { } credential) return credential;
        }

        return null;
    }

    private static RegistryCredential? FromEntry(JsonElement entry)
    {
        if (Text(entry, "identitytoken") is { } token) return new RegistryCredential("", token, IsIdentityToken: true);
        if (Text(entry, "auth") is not { } auth) return Text(entry, "username") is { } name && Text(entry, "password") is { } secret ? new RegistryCredential(name, secret) : null;
        var decoded = new byte[auth.Length];
        if (!Convert.TryFromBase64String(auth, decoded, out var length)) return null;
        var pair = Encoding.UTF8.GetString(decoded, 0, length).TrimEnd('\0');
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new RegistryCredential(pair[..colon], pair[(colon + 1)..]) : null;
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private JsonDocument Parse(byte[] bytes)
    {
        try
        {
            return OciJson.Parse(bytes, "the file");
        }
        catch (ImageSignException e)
        {
            throw ErrorCodes.CredentialFileInvalid.Because(e, path, "it is not valid JSON");
        }
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > Limits.MaxKeyFileBytes) throw ErrorCodes.CredentialFileInvalid.With(path, "it is too large");
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.CredentialFileInvalid.Because(e, path, e.Message);
        }
    }
}
