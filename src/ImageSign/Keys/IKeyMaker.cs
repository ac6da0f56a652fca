using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A place outside this process that can make keys.</summary>
internal interface IKeyMaker
{
    /// <summary>Makes a key under a name that is not taken; what exists is never overwritten.</summary>
    /// <returns>The public half.</returns>
    Task<PublicKey> CreateAsync(KeyReference reference, KeyAlgorithm algorithm, IPasswordSource passwords, CancellationToken cancellationToken);
}
