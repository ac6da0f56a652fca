using System.Text;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>What docker's config.json and podman's auth.json hold, wherever it stands: <c>credHelpers</c>, <c>auths</c>,
/// <c>credsStore</c>.</summary>
internal static class CredentialDocument
{
    /// <summary>The credential for a repository of a host, or null.</summary>
    /// <param name="text">The document; an empty one says nothing, as podman has it.</param>
    /// <param name="where">The file or variable, for messages.</param>
    /// <param name="host">The registry's host.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellationToken">Ends a helper.</param>
    public static async ValueTask<RegistryCredential?> FindAsync(
        ReadOnlyMemory<byte> text,
        string where,
        string host,
        string repository,
        CancellationToken cancellationToken)
    {
        text = ByteOrderMark.Skip(text);
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty) return null;
        using var json = Parse(text, where);
        var root = json.RootElement;
        var own = Helper(root, host, repository);
        // An empty helper stands for none: for this host not even the store is asked.
        if (own is { Length: > 0 } && await AskAsync(own).ConfigureAwait(false) is { } kept) return kept;
        if (Table(root, "auths") is { } auths && Stored(auths, where, host, repository) is { } stored) return stored;
        return own is null && Text(root, "credsStore") is { } store ? await AskAsync(store).ConfigureAwait(false) : null;

        async ValueTask<RegistryCredential?> AskAsync(string helper) =>
            await CredentialHelper.GetAsync(helper, CredentialKeys.AskedWith(host), cancellationToken).ConfigureAwait(false) is { } kept
                ? kept with { Source = $"the helper docker-credential-{helper}, which {where} names" }
                : null;
    }

    private static string? Helper(JsonElement root, string host, string repository)
    {
        if (Table(root, "credHelpers") is not { } helpers) return null;
        var found = CredentialKeys.For(helpers, host, repository).Where(member => member.Value.ValueKind == JsonValueKind.String);
        return found.Select(member => member.Value.GetString()).FirstOrDefault();
    }

    private static RegistryCredential? Stored(JsonElement auths, string where, string host, string repository) =>
        CredentialKeys.For(auths, host, repository)
        .Where(member => member.Value.ValueKind == JsonValueKind.Object)
        .Select(member => FromEntry(member.Value, member.Name, where))
        .FirstOrDefault(credential => credential is not null) is { } stored ? stored with { Source = where } : null;

    private static RegistryCredential? FromEntry(JsonElement entry, string key, string where)
    {
        if (Text(entry, "registrytoken") is { } bearer) return new RegistryCredential("", bearer) { IsRegistryToken = true };
        if (Text(entry, "identitytoken") is { } token) return new RegistryCredential("", token, IsIdentityToken: true);
        if (Text(entry, "auth") is not { } auth)
        {
            return Text(entry, "username") is { } name && Text(entry, "password") is { } secret
                ? new RegistryCredential(name, secret)
                : null;
        }

        var decoded = new byte[auth.Length];
        var isBase64 = Convert.TryFromBase64String(auth, decoded, out var length);
        var pair = Encoding.UTF8.GetString(decoded, 0, length).TrimEnd('\0');
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (!isBase64 || colon < 0)
        {
            throw ErrorCodes.CredentialFileInvalid.With(where, $"'auth' of {key} is not the base64 of USER:PASSWORD");
        }

        return pair.Length > 1 ? new RegistryCredential(pair[..colon], pair[(colon + 1)..]) : null;
    }

    private static JsonElement? Table(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;

    private static JsonDocument Parse(ReadOnlyMemory<byte> text, string where)
    {
        try
        {
            return OciJson.Parse(text, "the file");
        }
        catch (ImageSignException e)
        {
            throw ErrorCodes.CredentialFileInvalid.Because(e, where, ByteOrderMark.IsUtf16(text.Span) ? ByteOrderMark.Utf16Reason : "it is not valid JSON");
        }
    }
}
