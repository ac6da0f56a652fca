using System.Security.Cryptography;

namespace ImageSign.Testing;

/// <summary>
/// Docker's token flow: 401 with a Bearer challenge, a token from <c>/token</c> (GET with Basic, or POST with <c>grant_type=password</c> or
/// <c>refresh_token</c>), opaque, scope-checked, expiring.
/// </summary>
public sealed record BearerAuth(string User, string Password) : RegistryAuth(User, Password)
{
    /// <summary>How long a token lasts.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a pull token needs no account.</summary>
    public bool AnonymousPull { get; init; }

    /// <summary>The challenge's <c>service</c>.</summary>
    public string Service { get; init; } = "imagesign-test-registry";

    /// <summary>The challenge's <c>realm</c>; null for this server's own <c>/token</c>.</summary>
    public string? Realm { get; init; }

    /// <summary>The refresh token that stands for the password (<c>identitytoken</c> of Docker's config).</summary>
    public string IdentityToken { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);
}
