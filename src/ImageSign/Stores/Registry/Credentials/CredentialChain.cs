using ImageSign.Primitives;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>The places that credentials are looked for, in order; the first that knows the host wins.</summary>
internal sealed class CredentialChain(IReadOnlyList<ICredentialSource> sources) : ICredentialSource
{
    /// <summary>The SDK's variables where they are bound, then docker's variable, then Docker's and podman's files.</summary>
    public static CredentialChain CreateDefault(RegistryOptions options)
    {
        var sources = new List<ICredentialSource>();
        if (options.EnvironmentPullHost is { } pulled) sources.Add(new SdkVariables(pulled, SdkVariables.Pulling));
        if (options.EnvironmentCredentialsHost is { } bound) sources.Add(new SdkVariables(bound, SdkVariables.Pushing));
        sources.Add(new CredentialVariable());
        sources.AddRange(Files().Select(path => new CredentialFile(path)));
        return new CredentialChain(sources);
    }

    public string Place => string.Join(", ", sources.Select(source => source.Place));

    public async ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(host, repository, cancellationToken).ConfigureAwait(false) is { } credential) return credential;
        }

        return null;
    }

    private static IEnumerable<string> Files()
    {
        if (Variable("REGISTRY_AUTH_FILE") is { } named) yield return named;
        if ((Variable("DOCKER_CONFIG") ?? UserFolders.InHome(".docker")) is { } docker) yield return Path.Combine(docker, "config.json");
        if (UserFolders.Runtime is { } runtime) yield return Path.Combine(runtime, "containers", "auth.json");
        if (UserFolders.XdgConfiguration is { } configuration) yield return Path.Combine(configuration, "containers", "auth.json");
    }

    private static string? Variable(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
