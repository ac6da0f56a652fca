using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>Opens keys of one scheme.</summary>
public interface IKeyProvider
{
    /// <summary>The scheme whose references this provider opens.</summary>
    KeyScheme Scheme { get; }

    /// <summary>Opens the private key for signing. A public key is refused before any password is asked for.</summary>
    ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken);

    /// <summary>Reads the public key for verifying. A private key is refused before any password is asked for.</summary>
    ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken);
}
