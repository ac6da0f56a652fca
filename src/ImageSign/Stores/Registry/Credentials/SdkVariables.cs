namespace ImageSign.Stores.Registry.Credentials;

/// <summary>
/// The .NET SDK's credential variables. They name no host, so they count only for the one host that they are bound to: the registry that a
/// publish pushes to, or the one given with <c>--registry-env</c>.
/// </summary>
internal sealed class SdkVariables(string boundHost) : ICredentialSource
{
    private static readonly string[] Prefixes = ["DOTNET_CONTAINER_PUSH_REGISTRY", "DOTNET_CONTAINER_REGISTRY", "SDK_CONTAINER_REGISTRY"];

    public ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (!string.Equals(host, boundHost, StringComparison.OrdinalIgnoreCase)) return default;
        foreach (var prefix in Prefixes)
        {
            var user = System.Environment.GetEnvironmentVariable($"{prefix}_UNAME");
            var password = System.Environment.GetEnvironmentVariable($"{prefix}_PWORD");
            if (!string.IsNullOrEmpty(user) && !string.IsNullOrEmpty(password)) return ValueTask.FromResult<RegistryCredential?>(new(user, password));
        }

        return default;
    }
}
