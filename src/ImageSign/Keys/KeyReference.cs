using ImageSign.Crypto;
using ImageSign.Keys.Pkcs11;
using ImageSign.Oci;

namespace ImageSign.Keys;

/// <summary>How a user names a key: a file, or a scheme and what it needs (docs/keys.md).</summary>
/// <param name="Scheme">Where the key is.</param>
/// <param name="Value">The path, or what follows the scheme; with a plug-in of Sigstore's, the whole reference.</param>
public sealed record KeyReference(KeyScheme Scheme, string Value)
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    /// <summary>Configuration for the plug-in that holds the key.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = Nothing;

    /// <summary>The certificates that the user gave for the key: a place that does not know the public half learns it from them.</summary>
    internal CertificateChain? Certificates { get; init; }

    /// <summary>Reads a reference; what has no scheme is a file.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.KeyReferenceInvalid"/>, or <see cref="ErrorCodes.PinInReference"/>.</exception>
    public static KeyReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (IsMaterial(text)) throw ErrorCodes.KeyGivenInline.With();
        if (KeySchemes.Split(text) is not var (scheme, value)) return new KeyReference(KeyScheme.File, text);
        if (text.Length > Limits.MaxKeyReferenceLength) throw KeySchemes.Invalid(text[..40], $"it is longer than {Limits.MaxKeyReferenceLength} characters");
        // What can be known to be wrong is said before anything else is done, above all that a PIN stands in it.
        if (scheme == KeyScheme.Pkcs11) _ = Pkcs11Uri.Parse(text);
        return new KeyReference(scheme, value);
    }

    /// <summary>The reference as the user wrote it, without what may be secret in it; never key material.</summary>
    public override string ToString() => Scheme == KeyScheme.File ? Value : Redaction.Of(KeySchemes.PrefixOf(Scheme) + Value);

    /// <summary>True for a key where its name belongs: it must not be printed, and it is in the shell's history already.</summary>
    private static bool IsMaterial(string text) =>
        text.Contains("-----BEGIN", StringComparison.Ordinal) || text.AsSpan().IndexOfAny('\r', '\n') >= 0 || text.StartsWith('{') || IsEncodedKey(text);

    /// <summary>True for base64 of PEM text, or of exactly one DER structure.</summary>
    private static bool IsEncodedKey(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return false;
        var content = bytes.AsSpan(0, length);
        return content.IndexOf("-----BEGIN"u8) >= 0 || (File.DerKey.IsDer(content) && length > 32);
    }
}
