using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using ImageSign.Oci;

namespace ImageSign.Keys.File;

/// <summary>The one key of a file: DER, or a PEM block, classified by what it is.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The decoded body; whoever holds it clears it.</param>
/// <param name="Name">How the user called the key.</param>
internal sealed record KeyMaterial(KeyMaterialKind Kind, byte[] Content, string Name) : IDisposable
{
    private const string NothingElse = "Put the key into a file of its own";

    /// <summary>The cipher and its start value of a traditional encrypted PEM block; null for what is not one.</summary>
    public string? Encryption { get; init; }

    /// <summary>How other tools find it in the file.</summary>
    public KeyFileForm Form { get; init; } = KeyFileForm.Other;

    /// <summary>True for what must be kept secret.</summary>
    public bool IsPrivate => Kind is not (KeyMaterialKind.PublicKey or KeyMaterialKind.RsaPublicKey or KeyMaterialKind.Certificate);

    /// <summary>Finds exactly one key; a file with two could mean one key to us and another to someone else.</summary>
    public static KeyMaterial Parse(ReadOnlySpan<byte> file, string name)
    {
        var content = ByteOrderMark.Skip(file);
        if (OfDer(content, name) is { } material) return material with { Form = content.Length == file.Length ? KeyFileForm.Der : KeyFileForm.Other };
        if (content.Trim(" \t\r\n"u8).IsEmpty) throw NotUnderstood(name, "it is empty", "Check what was to write it");
        if (ByteOrderMark.IsUtf16(content)) throw NotUnderstood(name, ByteOrderMark.Utf16Reason, "Save it as UTF-8 or ASCII");
        if (ForeignKeys.OfContent(content, name) is var (what, remedy)) throw NotUnderstood(name, what, remedy);
        if (content is [DerKey.Sequence, > 0x7F, ..]) throw NotUnderstood(name, "it begins as DER does, but is cut off or damaged", "Copy the whole file again");
        if (!Utf8.IsValid(content)) throw NotUnderstood(name, "it is neither text nor a key in DER", "Name the file that holds the key");
        var characters = new char[Encoding.UTF8.GetMaxCharCount(content.Length)];
        try
        {
            var text = characters.AsSpan(0, Encoding.UTF8.GetChars(content, characters));
            var isMangled = KeyText.Mend(text);
            if (text.IndexOf("-----BEGIN ") < 0 && KeyText.DecodeBase64(text) is { } inner) return OfInner(inner, name);
            var one = OfPem(text, name);
            return isMangled || content.Length != file.Length || !KeyText.IsInLines(text) ? one : one with { Form = KeyFileForm.Pem };
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    /// <summary>What is said of a file that holds no key as it is.</summary>
    public static ImageSignException NotUnderstood(string name, string reason, string remedy) => ErrorCodes.KeyFileNotUnderstood.With(name, reason, remedy);

    /// <inheritdoc />
    public void Dispose() => CryptographicOperations.ZeroMemory(Content);

    /// <summary>What base64 held: build systems keep key files that way.</summary>
    private static KeyMaterial OfInner(byte[] inner, string name)
    {
        try
        {
            if (OfDer(inner, name) is { } der) return der;
            if (!inner.AsSpan().StartsWith("-----BEGIN "u8) && inner.AsSpan().IndexOf("-----BEGIN "u8) < 0) throw NotUnderstood(name, "it holds no PEM block", "Name the file that holds the key");
            return Parse(inner, name) with { Form = KeyFileForm.Other };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(inner);
        }
    }

    private static KeyMaterial? OfDer(ReadOnlySpan<byte> content, string name)
    {
        if (!DerKey.IsDer(content)) return null;
        var copy = content.ToArray();
        if (DerKey.KindOf(copy) is { } kind) return new KeyMaterial(kind, copy, name);
        CryptographicOperations.ZeroMemory(copy);
        throw NotUnderstood(name, "it is DER, but no key and no certificate", "Name the file that holds the key");
    }

    private static KeyMaterial OfPem(ReadOnlySpan<char> text, string name)
    {
        var key = default(PemBlock);
        var labels = new List<string>();
        var hasParameters = false;
        bool isDamaged;
        while (PemBlock.TryRead(text, out var block, out var following, out isDamaged))
        {
            text = following;
            // 'openssl ecparam -genkey' writes the curve before the key, which names it as well.
            if (block.Label is "EC PARAMETERS" or "DSA PARAMETERS")
            {
                hasParameters = true;
                continue;
            }

            key = block;
            labels.Add(block.Label.ToString());
        }

        if (isDamaged) throw NotUnderstood(name, "a PEM block in it does not end as it begins", "Copy the whole file, from its -----BEGIN line to its -----END line");
        if (labels.Count == 0) throw NotUnderstood(name, hasParameters ? "it holds EC PARAMETERS and no key" : "it holds no PEM block", "Name the file that holds the key");
        if (labels.Count > 1)
        {
            throw NotUnderstood(
                name,
                $"it holds more than one PEM block: {string.Join(", ", labels)}",
                labels.Contains("CERTIFICATE") ? $"{NothingElse}; to sign, pass its certificates with --certificate-chain" : NothingElse);
        }

        return OfBlock(key, labels[0], name);
    }

    private static KeyMaterial OfBlock(PemBlock block, string label, string name)
    {
        if (ForeignKeys.OfLabel(label, name) is var (what, remedy)) throw NotUnderstood(name, what, remedy);
        var content = KeyText.DecodeBase64(block.Body) ?? throw NotUnderstood(name, "its PEM body is not base64", "Copy the whole file again");
        if (block.Encryption.Length > 0) return new KeyMaterial(KindOf(label, name), content, name) { Encryption = block.Encryption.ToString() };
        // A label may be wrong, and a private key is never taken for a public one: what it is counts.
        return new KeyMaterial(label.EndsWith(" SIGSTORE PRIVATE KEY", StringComparison.Ordinal) ? KindOf(label, name) : DerKey.KindOf(content) ?? KindOf(label, name), content, name);
    }

    private static KeyMaterialKind KindOf(string label, string name) => label switch
    {
        "PUBLIC KEY" => KeyMaterialKind.PublicKey,
        "RSA PUBLIC KEY" => KeyMaterialKind.RsaPublicKey,
        "CERTIFICATE" or "X509 CERTIFICATE" => KeyMaterialKind.Certificate,
        "PRIVATE KEY" => KeyMaterialKind.Pkcs8,
        "ENCRYPTED PRIVATE KEY" => KeyMaterialKind.EncryptedPkcs8,
        "RSA PRIVATE KEY" => KeyMaterialKind.RsaPrivateKey,
        "EC PRIVATE KEY" => KeyMaterialKind.EcPrivateKey,
        "DSA PRIVATE KEY" => KeyMaterialKind.DsaPrivateKey,
        "ENCRYPTED SIGSTORE PRIVATE KEY" or "ENCRYPTED COSIGN PRIVATE KEY" => KeyMaterialKind.CosignPrivateKey,
        _ => throw NotUnderstood(name, $"a PEM block '{label}' is no key", "Name the file that holds the key"),
    };
}
