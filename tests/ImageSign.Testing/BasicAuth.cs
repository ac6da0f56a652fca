namespace ImageSign.Testing;

/// <summary>HTTP Basic on every request, reads too.</summary>
public sealed record BasicAuth(string User, string Password) : RegistryAuth(User, Password);
