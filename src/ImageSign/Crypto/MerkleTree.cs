using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>The hash tree of transparency logs (RFC 9162, section 2.1), with SHA-256.</summary>
internal static class MerkleTree
{
    /// <summary>The length of every hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>The hash of an entry: SHA-256(00 ‖ entry).</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    /// <summary>The root that an inclusion proof leads to; null when the proof has too few or too many hashes for that place.</summary>
    /// <remarks>RFC 9162, section 2.1.3.2, steps 1 to 5: fn and sn are the place and the last place, on the way up.</remarks>
    public static byte[]? RootOf(byte[] leafHash, long index, long size, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        if (index < 0 || index >= size) return null;
        var (fn, sn, root) = (index, size - 1, leafHash);
        foreach (var hash in path)
        {
            if (sn == 0) return null;
            if ((fn & 1) == 1 || fn == sn)
            {
                root = NodeHash(hash.Span, root);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                root = NodeHash(root, hash.Span);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 ? root : null;
    }

    private static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * HashBytes)];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[(1 + HashBytes)..]);
        return SHA256.HashData(node);
    }
}
