using ImageSign.Trust;

namespace ImageSign;

/// <summary>Where trust policies are, and how authorities are reached.</summary>
public sealed record TrustOptions
{
    /// <summary>The directory with trust policies, trust stores and plug-ins.</summary>
    public string ConfigurationDirectory { get; init; } = NotationDirectories.Configuration;

    /// <summary>The directory in which Notation plug-ins are installed.</summary>
    public string PluginDirectory => Path.Combine(ConfigurationDirectory, "plugins");

    /// <summary>The directory in which revocation lists are cached.</summary>
    public string RevocationCacheDirectory { get; init; } = Path.Combine(NotationDirectories.Cache, "crl");

    /// <summary>The roots of the built-in policies.</summary>
    internal ITrustStore BuiltInRoots { get; init; } = new BuiltInTrustStore();

    /// <summary>Makes the handler that sends requests to authorities; null for the real network.</summary>
    public Func<HttpMessageHandler>? HandlerFactory { get; init; }
}
