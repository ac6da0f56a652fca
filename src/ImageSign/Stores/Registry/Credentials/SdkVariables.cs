using ImageSign.Oci;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>
/// The .NET SDK's credential variables. They name no host, so they count only for the one host that they are bound to: the registry that a
/// publish pushes to or pulls from, or the one given with <c>--registry-env</c>.
/// </summary>
internal sealed class SdkVariables(string boundHost, params IReadOnlyList<string> prefixes) : ICredentialSource
{
    /// <summary>What the SDK looks for when it pushes.</summary>
    public static readonly string[] Pushing = ["DOTNET_CONTAINER_PUSH_REGISTRY", "DOTNET_CONTAINER_REGISTRY", "SDK_CONTAINER_REGISTRY"];

    /// <summary>What it looks for when it pulls from a registry that it does not push to.</summary>
    public const string Pulling = "DOTNET_CONTAINER_PULL_REGISTRY";

    public string Place => $"the variables {string.Join(", ", prefixes.Select(prefix => $"{prefix}_UNAME"))}";

    public ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (!RegistryHost.AreSame(host, boundHost)) return default;
        foreach (var prefix in prefixes)
        {
            var user = System.Environment.GetEnvironmentVariable($"{prefix}_UNAME");
            var password = System.Environment.GetEnvironmentVariable($"{prefix}_PWORD");
            if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(password)) continue;
            var source = $"the variables {prefix}_UNAME and {prefix}_PWORD";
            return ValueTask.FromResult<RegistryCredential?>(new(user, password) { Source = source });
        }

        return default;
    }
}
