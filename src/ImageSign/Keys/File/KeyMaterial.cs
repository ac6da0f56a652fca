using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace ImageSign.Keys.File;

/// <summary>The one PEM block of a key file, classified by its label.</summary>
/// <param name="Kind">What the label says.</param>
/// <param name="Content">The decoded body; whoever holds it clears it.</param>
/// <param name="Name">How the user called the key.</param>
internal sealed record KeyMaterial(KeyMaterialKind Kind, byte[] Content, string Name) : IDisposable
{
    /// <summary>True for what must be kept secret.</summary>
    public bool IsPrivate => Kind is not (KeyMaterialKind.PublicKey or KeyMaterialKind.RsaPublicKey or KeyMaterialKind.Certificate);

    /// <summary>Finds exactly one PEM block; a file with two could mean one key to us and another to someone else.</summary>
    public static KeyMaterial Parse(ReadOnlySpan<byte> text, string name)
    {
        if (!Utf8.IsValid(text)) throw ErrorCodes.KeyInvalid.With(name, "it is not PEM text");
        var characters = new char[Encoding.UTF8.GetMaxCharCount(text.Length)];
        try
        {
            var pem = characters.AsSpan(0, Encoding.UTF8.GetChars(text, characters));
            if (!PemEncoding.TryFind(pem, out var fields)) throw ErrorCodes.KeyInvalid.With(name, "it holds no PEM block");
            if (pem[fields.Location.End..].IndexOf("-----BEGIN ") >= 0) throw ErrorCodes.KeyInvalid.With(name, "it holds more than one PEM block");
            var kind = KindOf(pem[fields.Label].ToString(), name);
            var content = new byte[fields.DecodedDataLength];
            return Convert.TryFromBase64Chars(pem[fields.Base64Data], content, out _)
                ? new KeyMaterial(kind, content, name)
                : throw ErrorCodes.KeyInvalid.With(name, "its PEM body is not base64");
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    /// <inheritdoc />
    public void Dispose() => CryptographicOperations.ZeroMemory(Content);

    private static KeyMaterialKind KindOf(string label, string name) => label switch
    {
        "PUBLIC KEY" => KeyMaterialKind.PublicKey,
        "RSA PUBLIC KEY" => KeyMaterialKind.RsaPublicKey,
        "CERTIFICATE" => KeyMaterialKind.Certificate,
        "PRIVATE KEY" => KeyMaterialKind.Pkcs8,
        "ENCRYPTED PRIVATE KEY" => KeyMaterialKind.EncryptedPkcs8,
        "RSA PRIVATE KEY" => KeyMaterialKind.RsaPrivateKey,
        "EC PRIVATE KEY" => KeyMaterialKind.EcPrivateKey,
        "ENCRYPTED SIGSTORE PRIVATE KEY" or "ENCRYPTED COSIGN PRIVATE KEY" => KeyMaterialKind.CosignPrivateKey,
        "EC PARAMETERS" => throw ErrorCodes.KeyInvalid.With(name, "it begins with EC PARAMETERS; write the key with 'openssl genpkey' or '-noout'"),
        _ => throw ErrorCodes.KeyInvalid.With(name, $"a PEM block '{label}' is no key"),
    };
}
