using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ImageSign.Oci;

/// <summary>The SHA-256 of some bytes, written <c>sha256:</c> and 64 lower-case hexadecimal digits. No other algorithm is accepted: every format this project reads binds by SHA-256.</summary>
public readonly record struct Digest
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> AlgorithmLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+._-");
    private static readonly SearchValues<char> EncodedLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789=_-");

    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The 64 hexadecimal digits.</summary>
    public string Hex => _hex ?? throw new InvalidOperationException("A default digest names nothing.");

    /// <summary>The digest of <paramref name="content"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return FromHash(hash);
    }

    /// <summary>The digest whose raw 32 bytes are <paramref name="sha256"/>.</summary>
    public static Digest FromHash(ReadOnlySpan<byte> sha256) => sha256.Length == SHA256.HashSizeInBytes
        ? new Digest(Convert.ToHexStringLower(sha256))
        : throw new ArgumentException("A SHA-256 hash has 32 bytes.", nameof(sha256));

    /// <summary>Reads the exact form <c>sha256:&lt;64 lower-case hex&gt;</c>; anything else is false, so a digest is always safe in a path or URL.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null || text.Length != Prefix.Length + HexLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        foreach (var c in text.AsSpan(Prefix.Length))
        {
            if (!char.IsAsciiHexDigitLower(c) && !char.IsAsciiDigit(c)) return false;
        }

        digest = new Digest(text[Prefix.Length..]);
        return true;
    }

    /// <summary>
    /// True for what image-spec 1.1, "Digests", allows besides: <c>sha512:</c>, or the name of an algorithm that is not registered. It
    /// says nothing about the content.
    /// </summary>
    internal static bool IsOfAnotherAlgorithm(string? text)
    {
        if (text is null || text.StartsWith(Prefix, StringComparison.Ordinal)
            || text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon)) return false;
        var encoded = text.AsSpan(colon + 1);
        if (text.StartsWith("sha512:", StringComparison.Ordinal)) return encoded.Length == 128 && !encoded.ContainsAnyExcept(Hexadecimal);
        return encoded.Length is >= 32 and <= 256 && !text.AsSpan(0, colon).ContainsAnyExcept(AlgorithmLetters)
            && !encoded.ContainsAnyExcept(EncodedLetters);
    }

    /// <summary>Reads a digest, or throws <see cref="ErrorCodes.InvalidDigest"/>.</summary>
    public static Digest Parse(string? text) => TryParse(text, out var digest) ? digest : throw ErrorCodes.InvalidDigest.With(text);

    /// <inheritdoc />
    public override string ToString() => Prefix + Hex;
}
