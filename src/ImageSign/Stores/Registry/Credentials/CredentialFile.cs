using ImageSign.Oci;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Docker's config.json and podman's auth.json.</summary>
internal sealed class CredentialFile(string path) : ICredentialSource
{
    public string Place => path;

    public async ValueTask<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        var text = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return await CredentialDocument.FindAsync(text, path, host, repository, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > Limits.MaxKeyFileBytes) throw ErrorCodes.CredentialFileInvalid.With(path, "it is too large");
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.CredentialFileInvalid.Because(e, path, e.Message);
        }
    }
}
