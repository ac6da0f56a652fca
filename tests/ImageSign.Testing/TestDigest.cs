using System.Security.Cryptography;

namespace ImageSign.Testing;

/// <summary>Content digests in the form <c>algorithm:lower-case-hex</c>; sha256 and sha512 are known.</summary>
public static class TestDigest
{
    /// <summary>The sha256 digest of <paramref name="content"/>.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The digest of <paramref name="content"/> by the algorithm that <paramref name="likeDigest"/> names.</summary>
    public static string OfSameAlgorithm(ReadOnlySpan<byte> content, string likeDigest) =>
        likeDigest.StartsWith("sha512:", StringComparison.Ordinal)
            ? "sha512:" + Convert.ToHexStringLower(SHA512.HashData(content))
            : Of(content);

    /// <summary>Whether the text is a well-formed sha256 or sha512 digest.</summary>
    public static bool IsWellFormed(string text)
    {
        var hex = text switch
        {
            _ when text.StartsWith("sha256:", StringComparison.Ordinal) && text.Length == 7 + 64 => text.AsSpan(7),
            _ when text.StartsWith("sha512:", StringComparison.Ordinal) && text.Length == 7 + 128 => text.AsSpan(7),
            _ => [],
        };
        return hex.Length > 0 && hex.ToString().All(char.IsAsciiHexDigitLower);
    }
}
