using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Oci;
using Org.BouncyCastle.Crypto.Generators;

namespace ImageSign.Keys.File;

/// <summary>cosign's encrypted private key: scrypt over the password, NaCl secretbox over a PKCS#8 key (formats-cosign §1.4).</summary>
internal static class CosignKeyFile
{
    private const int Cost = 65536;
    private const int BlockSize = 8;
    private const int Parallelism = 1;
    private const int SaltBytes = 32;
    private static readonly string[] Known = ["kdf", "cipher", "ciphertext"];
    private static readonly string[] KnownFunction = ["name", "params", "salt"];
    private static readonly string[] KnownParameters = ["N", "r", "p"];
    private static readonly string[] KnownCipher = ["name", "nonce"];

    /// <summary>Decrypts the JSON body of the PEM block; a wrong password is <see cref="ErrorCodes.WrongPassword"/>.</summary>
    public static byte[] Decrypt(ReadOnlyMemory<byte> json, byte[] password, string name)
    {
        var (cost, salt, nonce, box) = Read(json, name);
        var key = SCrypt.Generate(password, salt, cost, BlockSize, Parallelism, SecretBox.KeyBytes);
        try
        {
            return SecretBox.Open(box, nonce, key) ?? throw ErrorCodes.WrongPassword.With(name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Encrypts a PKCS#8 key as cosign 3 writes it: the JSON body of an ENCRYPTED SIGSTORE PRIVATE KEY block.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> pkcs8, byte[] password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var nonce = RandomNumberGenerator.GetBytes(SecretBox.NonceBytes);
        var key = SCrypt.Generate(password, salt, Cost, BlockSize, Parallelism, SecretBox.KeyBytes);
        try
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteStartObject("kdf");
                writer.WriteString("name", "scrypt");
                writer.WriteStartObject("params");
                writer.WriteNumber("N", Cost);
                writer.WriteNumber("r", BlockSize);
                writer.WriteNumber("p", Parallelism);
                writer.WriteEndObject();
                writer.WriteBase64String("salt", salt);
                writer.WriteEndObject();
                writer.WriteStartObject("cipher");
                writer.WriteString("name", "nacl/secretbox");
                writer.WriteBase64String("nonce", nonce);
                writer.WriteEndObject();
                writer.WriteBase64String("ciphertext", SecretBox.Seal(pkcs8, nonce, key));
                writer.WriteEndObject();
            }

            return stream.ToArray();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static (int Cost, byte[] Salt, byte[] Nonce, byte[] Box) Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            const string what = "the encrypted key";
            using var document = OciJson.Parse(json, what);
            var root = OciJson.Object(document.RootElement, what, Known);
            var function = OciJson.Object(root.GetProperty("kdf"), what, KnownFunction);
            var parameters = OciJson.Object(function.GetProperty("params"), what, KnownParameters);
            var cipher = OciJson.Object(root.GetProperty("cipher"), what, KnownCipher);
            if (OciJson.RequiredString(function, "name", what) != "scrypt" || OciJson.RequiredString(cipher, "name", what) != "nacl/secretbox")
            {
                throw ErrorCodes.KeyInvalid.With(name, "it is encrypted in an unknown way");
            }

            var cost = parameters.GetProperty("N").GetInt32();
            // cosign takes exactly these; a larger cost would let whoever hands out the file choose our memory.
            if (cost is not (32768 or 65536 or 131072) || parameters.GetProperty("r").GetInt32() != BlockSize || parameters.GetProperty("p").GetInt32() != Parallelism)
            {
                throw ErrorCodes.KeyInvalid.With(name, "its scrypt parameters are not among those that cosign uses");
            }

            var nonce = cipher.GetProperty("nonce").GetBytesFromBase64();
            if (nonce.Length != SecretBox.NonceBytes) throw ErrorCodes.KeyInvalid.With(name, "its nonce has the wrong length");
            return (cost, function.GetProperty("salt").GetBytesFromBase64(), nonce, root.GetProperty("ciphertext").GetBytesFromBase64());
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or KeyNotFoundException || e is ImageSignException { Code.Number: 4001 })
        {
            throw ErrorCodes.KeyInvalid.Because(e, name, "its encrypted body is not what cosign writes");
        }
    }
}
