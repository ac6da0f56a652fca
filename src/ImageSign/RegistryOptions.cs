namespace ImageSign;

/// <summary>How registries are reached.</summary>
public sealed record RegistryOptions
{
    /// <summary>Hosts that may be reached by plain http or with an untrusted certificate, besides localhost and loopback addresses.</summary>
    public IReadOnlyList<string> InsecureRegistries { get; init; } = [];

    /// <summary>A PEM file with the authorities that issue registries' certificates, or null.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>The host to which the SDK's credential variables are bound, or null for none.</summary>
    public string? EnvironmentCredentialsHost { get; init; }

    /// <summary>The host to which the SDK's variables for pulling (<c>DOTNET_CONTAINER_PULL_REGISTRY_…</c>) are bound, or null for none.</summary>
    public string? EnvironmentPullHost { get; init; }

    /// <summary>How long one request may take, in all.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Told of each request, <c>GET https://host/path → 200</c>, without query; for <c>--verbose</c>.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Makes the handler that sends requests; null for the real network.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }
}
