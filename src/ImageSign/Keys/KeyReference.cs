using System.Text.RegularExpressions;

namespace ImageSign.Keys;

/// <summary>How a user names a key: a file, <c>env://NAME</c>, or <c>plugin://NAME/KEYID</c>.</summary>
/// <param name="Scheme">Where the key is.</param>
/// <param name="Value">The path, the variable's name, or <c>NAME/KEYID</c>.</param>
public sealed partial record KeyReference(KeyScheme Scheme, string Value)
{
    private const string PemBegin = "-----BEGIN";

    /// <summary>The schemes besides files, and how each is written: a new scheme is one line here.</summary>
    private static readonly (string Prefix, KeyScheme Scheme, string Usage)[] Schemes =
    [
        ("env://", KeyScheme.Environment, "env://NAME"),
        ("plugin://", KeyScheme.Plugin, "plugin://NAME/KEYID"),
    ];

    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    /// <summary>Configuration for the plug-in that holds the key.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = Nothing;

    /// <summary>Reads a reference; what has no scheme is a file, and what has one never is.</summary>
    public static KeyReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (IsMaterial(text)) throw ErrorCodes.KeyGivenInline.With();
        foreach (var (prefix, scheme, _) in Schemes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) return new KeyReference(scheme, text[prefix.Length..]);
        }

        if (Foreign().Match(text) is { Success: true } foreign)
        {
            throw ErrorCodes.KeySchemeUnknown.With(foreign.Value, string.Join(", ", Schemes.Select(scheme => scheme.Usage)), foreign.Value.TrimEnd('/'));
        }

        return new KeyReference(KeyScheme.File, text);
    }

    /// <summary>The reference as the user wrote it, without what is secret in it; never key material.</summary>
    public override string ToString() => Array.Find(Schemes, scheme => scheme.Scheme == Scheme) is { Prefix: { } prefix } ? prefix + Secrets().Replace(Value, "…") : Value;

    /// <summary>True for a key where its name belongs: it must not be printed, and it is in the shell's history already.</summary>
    private static bool IsMaterial(string text) =>
        text.Contains(PemBegin, StringComparison.Ordinal) || text.AsSpan().IndexOfAny('\r', '\n') >= 0 || text.StartsWith('{') || IsEncodedKey(text);

    /// <summary>True for base64 of PEM text, or of exactly one DER structure.</summary>
    private static bool IsEncodedKey(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return false;
        var content = bytes.AsSpan(0, length);
        return content.IndexOf("-----BEGIN"u8) >= 0 || (File.DerKey.IsDer(content) && length > 32);
    }

    // RFC 3986, section 3.1, with two characters at least: one is a drive of Windows.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]{1,31}:(//)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();

    // The values of RFC 7512 that hold or find a PIN, and the user part of a URI's authority.
    [GeneratedRegex(@"(?<=pin-(value|source)=)[^&;]+|(?<=//)[^/@]*(?=@)|\A[^/@]*:[^/@]*(?=@)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secrets();
}
