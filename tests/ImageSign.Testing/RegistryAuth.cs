namespace ImageSign.Testing;

/// <summary>How a registry asks who is there: <see cref="BasicAuth"/> or <see cref="BearerAuth"/>.</summary>
/// <param name="User">The one account's name.</param>
/// <param name="Password">The one account's password.</param>
public abstract record RegistryAuth(string User, string Password);
