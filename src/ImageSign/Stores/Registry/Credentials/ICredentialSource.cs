namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Somewhere credentials are kept.</summary>
internal interface ICredentialSource
{
    /// <summary>The place, for people.</summary>
    string Place { get; }

    /// <summary>The credential for a host (with its port) and repository, or null.</summary>
    ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken);
}
