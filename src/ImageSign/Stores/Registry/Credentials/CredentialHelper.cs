namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Docker's credential helpers, <c>docker-credential-NAME get</c>.</summary>
internal static class CredentialHelper
{
    public static ValueTask<RegistryCredential?> GetAsync(string helper, string key, CancellationToken cancellationToken) => throw ErrorCodes.CredentialHelperFailed.With(helper, key);
}
