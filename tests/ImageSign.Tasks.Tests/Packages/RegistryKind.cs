namespace ImageSign.Tasks.Tests.Packages;

/// <summary>The registries that the packages are published to.</summary>
public enum RegistryKind
{
    /// <summary>The in-process registry, which has a referrers API.</summary>
    InProcess,

    /// <summary>CNCF distribution's docker-registry 2.8.3, which has none.</summary>
    DockerRegistry,
}
