using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Keys;

/// <summary>A key file, or a variable, that holds a reference instead of a key: one line, or the PEM block that OpenSSL's pkcs11-provider writes.</summary>
internal static class HeldReference
{
    private const string ProviderLabel = "PKCS#11 PROVIDER URI";

    /// <summary>The reference that stands in <paramref name="text"/>; null when it is none, and so a key.</summary>
    public static KeyReference? Find(ReadOnlySpan<byte> text, KeyReference holder)
    {
        // The first bytes decide, so that a key costs nothing more: no PEM text or PFX begins with a letter.
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || text.Length > Limits.MaxKeyReferenceLength * 2) return null;
        var line = char.IsAsciiLetter((char)text[start]) ? OneLine(text[start..])
            : text[start] == (byte)'-' && text.IndexOf("PKCS#11 PROVIDER URI"u8) >= 0 ? OfProvider(text, holder)
            : null;
        if (line is null || KeySchemes.Split(line) is not var (scheme, _)) return null;
        // A chain of files and variables would only hide where the key is.
        if (scheme is KeyScheme.Environment or KeyScheme.File) throw ErrorCodes.KeyReferenceInvalid.With(holder, "what it holds names a variable: pass that one");
        return KeyReference.Parse(line) with { Configuration = holder.Configuration, Certificates = holder.Certificates };
    }

    private static string? OneLine(ReadOnlySpan<byte> text)
    {
        var line = text.TrimEnd(" \t\r\n"u8);
        return line.IndexOfAny("\r\n"u8) < 0 && System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : null;
    }

    /// <summary>pkcs11-provider, "URI PEM": SEQUENCE { VisibleString "PKCS#11 Provider URI v1.0", UTF8String uri }.</summary>
    private static string? OfProvider(ReadOnlySpan<byte> text, KeyReference holder)
    {
        try
        {
            var pem = Encoding.ASCII.GetString(text);
            var fields = PemEncoding.Find(pem);
            if (!pem.AsSpan()[fields.Label].SequenceEqual(ProviderLabel)) return null;
            var reader = new AsnReader(Convert.FromBase64String(pem[fields.Base64Data]), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            sequence.ReadCharacterString(UniversalTagNumber.VisibleString);
            var uri = sequence.ReadCharacterString(UniversalTagNumber.UTF8String);
            sequence.ThrowIfNotEmpty();
            return uri;
        }
        catch (Exception e) when (e is AsnContentException or FormatException or ArgumentException)
        {
            throw ErrorCodes.KeyInvalid.Because(e, holder, $"its {ProviderLabel} cannot be parsed");
        }
    }
}
