using System.Text;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>DOCKER_AUTH_CONFIG: the content of a config.json in a variable, as docker, crane and GitLab's runners have it.</summary>
internal sealed class CredentialVariable : ICredentialSource
{
    /// <summary>The variable's name.</summary>
    public const string Name = "DOCKER_AUTH_CONFIG";

    public string Place => $"the variable {Name}";

    public async ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (System.Environment.GetEnvironmentVariable(Name) is not { Length: > 0 } text) return null;
        return await CredentialDocument.FindAsync(Encoding.UTF8.GetBytes(text), Name, host, repository, cancellationToken).ConfigureAwait(false);
    }
}
