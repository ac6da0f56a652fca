using ImageSign.Trust;

namespace ImageSign;

/// <summary>Where trust policies are, and how authorities are reached.</summary>
public sealed record TrustOptions
{
    /// <summary>The directory with trust policies, trust stores and plug-ins; null when there is none.</summary>
    public string? ConfigurationDirectory { get; init; } = NotationDirectories.Configuration;

    /// <summary>The directory in which Notation plug-ins are installed; null when there is none.</summary>
    public string? PluginDirectory => Below(ConfigurationDirectory, "plugins");

    /// <summary>The directory that holds notation's trust stores; null when there is none.</summary>
    internal string? TrustStoreDirectory => Below(ConfigurationDirectory, "truststore");

    /// <summary>The directory in which revocation lists are cached; null when nothing is to be cached.</summary>
    public string? RevocationCacheDirectory { get; init; } = Below(NotationDirectories.Cache, "crl");

    /// <summary>The roots of the built-in policies.</summary>
    internal ITrustStore BuiltInRoots { get; init; } = new BuiltInTrustStore();

    /// <summary>Makes the handler that sends requests to authorities; null for the real network.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }

    private static string? Below(string? directory, string name) => directory is null ? null : Path.Combine(directory, name);
}
