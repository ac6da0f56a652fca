using System.Security.Cryptography;
using ImageSign.Oci;

namespace ImageSign.Conformance;

/// <summary>What was signed: a file, or the SHA-256 of one.</summary>
internal sealed class Artifact
{
    private readonly byte[]? _content;
    private readonly byte[]? _sha256;

    private Artifact(byte[]? content, byte[]? sha256) => (_content, _sha256) = (content, sha256);

    /// <summary>The bytes; null when only the digest was given.</summary>
    public ReadOnlyMemory<byte>? Content => _content is null ? null : _content;

    /// <summary>Reads the last argument: <c>sha256:</c> and 64 digits, unless a file is called so.</summary>
    public static Artifact Open(string argument) => !File.Exists(argument) && Digest.TryParse(argument, out var digest)
        ? new Artifact(content: null, Convert.FromHexString(digest.Hex))
        : new Artifact(File.ReadAllBytes(argument), sha256: null);

    /// <summary>A hash of the file; null when it is not known.</summary>
    public byte[]? HashWith(HashAlgorithmName algorithm) =>
        _content is null ? algorithm == HashAlgorithmName.SHA256 ? _sha256 : null : CryptographicOperations.HashData(algorithm, _content);
}
