namespace ImageSign.Stores.Registry.Credentials;

/// <summary>What a user proves to a registry with: a name and a password, or an identity token.</summary>
/// <param name="User">The name; empty with an identity token.</param>
/// <param name="Secret">The password, or the identity token.</param>
/// <param name="IsIdentityToken">True for a token that is exchanged at the token service (OAuth2 refresh token).</param>
internal sealed record RegistryCredential(string User, string Secret, bool IsIdentityToken = false)
{
    /// <summary>True for a token that the registry itself takes as it is (<c>registrytoken</c>).</summary>
    public bool IsRegistryToken { get; init; }

    /// <summary>Where it came from, for people: a file, a helper, variables.</summary>
    public string Source { get; init; } = "the caller";

    /// <summary>Never the secret: records print their members.</summary>
    public override string ToString() => IsRegistryToken ? "a registry token" : IsIdentityToken ? "an identity token" : $"user {User}";
}
