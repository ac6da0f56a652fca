namespace ImageSign.Testing.Processes;

/// <summary>How the real docker-registry is configured.</summary>
public sealed record DockerRegistryOptions
{
    /// <summary>Whether manifests can be deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>Whether Basic authentication is asked for, with <see cref="DockerRegistry.User"/> and <see cref="DockerRegistry.Password"/>.</summary>
    public bool Htpasswd { get; init; }
}
