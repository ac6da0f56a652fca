namespace ImageSign.Keys;

/// <summary>Where the password of an encrypted key comes from: an environment variable, or a hidden prompt.</summary>
public interface IPasswordSource
{
    /// <summary>The password as UTF-8, which the caller clears after use; null when there is none. An empty password is legal.</summary>
    /// <param name="keyName">How the user called the key, for the prompt.</param>
    /// <param name="cancellationToken">Cancels a prompt.</param>
    ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken);
}
