using System.Text;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>What a request's Authorization header says.</summary>
internal readonly record struct Credentials(string? User, string? Password)
{
    public bool IsAnonymous => User is null;

    public static Credentials Of(HttpRequest request)
    {
        if (After(request, "Basic ") is not { } encoded)
        {
            return default;
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return default;
        }

        // RFC 7617: the user-id has no colon, the password may.
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? default : new Credentials(text[..colon], text[(colon + 1)..]);
    }

    public static string? BearerOf(HttpRequest request) => After(request, "Bearer ");

    public bool Match(RegistryAuth auth) =>
        string.Equals(User, auth.User, StringComparison.Ordinal) && string.Equals(Password, auth.Password, StringComparison.Ordinal);

    private static string? After(HttpRequest request, string scheme) =>
        request.Headers.Authorization.ToString() is var value && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? value[scheme.Length..].Trim()
            : null;
}
