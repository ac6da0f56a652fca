using System.Security.Cryptography;

namespace ImageSign.Plugins.SigstoreKms;

/// <summary>A key of a plug-in, as questions name it.</summary>
/// <param name="ResourceId">What the user wrote behind <c>NAME://</c>.</param>
/// <param name="Hash">The hash that it signs; null where none is meant, and for a key that signs messages.</param>
internal sealed record KmsKey(string ResourceId, HashAlgorithmName? Hash)
{
    /// <summary>The number of the hash in Go's <c>crypto.Hash</c>, which the protocol uses.</summary>
    public int HashNumber => NumberOf(Hash ?? HashAlgorithmName.SHA256);

    public static int NumberOf(HashAlgorithmName hash) => hash == HashAlgorithmName.SHA384 ? 6 : hash == HashAlgorithmName.SHA512 ? 7 : 5;
}
