using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Oci;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace ImageSign.Keys.File;

/// <summary>PBES2 (RFC 8018, section 6.2) with PBKDF2 or scrypt (RFC 7914, section 7).</summary>
internal static class Pbes2
{
    public const string Oid = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string Scrypt = "1.3.6.1.4.1.11591.4.11";
    private const string HmacSha1 = "1.2.840.113549.2.7";
    private const string HmacSha224 = "1.2.840.113549.2.8";

    private static readonly Dictionary<string, HashAlgorithmName> Functions = new(StringComparer.Ordinal)
    {
        [HmacSha1] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.9"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.2.10"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.2.11"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, (int KeyBytes, Func<SymmetricAlgorithm> Create)> Ciphers = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.1.2"] = (16, Aes.Create),
        ["2.16.840.1.101.3.4.1.22"] = (24, Aes.Create),
        ["2.16.840.1.101.3.4.1.42"] = (32, Aes.Create),
        ["1.2.840.113549.3.7"] = (24, OldCiphers.TripleDes),
    };

    private static readonly (string Prefix, string Name)[] Known =
    [
        ("1.2.392.200011.61.1.1.1.", "Camellia"), ("1.2.410.200046.1.1.", "ARIA"), ("1.2.410.200004.1.", "SEED"), ("1.2.156.10197.1.104.", "SM4"),
        ("2.16.840.1.101.3.4.1.", "AES in another mode than CBC"), ("1.2.840.113549.3.2", "RC2"), ("1.3.14.3.2.7", "DES"), ("1.2.840.113549.3.4", "RC4"),
        ("1.2.840.113549.2.", "PBKDF2 with an HMAC that is not common"), ("2.16.840.1.101.3.4.2.", "PBKDF2 with SHA-3"), ("1.2.156.10197.1.401", "PBKDF2 with SM3"),
    ];

    /// <summary>Decrypts; a <see cref="CryptographicException"/> is a wrong password.</summary>
    public static byte[] Decrypt(KeyMaterial material, AsnReader parameters, byte[] encrypted, ReadOnlySpan<byte> password)
    {
        var function = parameters.ReadSequence();
        var cipherId = parameters.ReadSequence();
        var cipher = cipherId.ReadObjectIdentifier();
        if (!Ciphers.TryGetValue(cipher, out var known)) throw EncryptedKey.Unknown(material, NameOf(cipher), cipher is "1.2.840.113549.3.2" or "1.3.14.3.2.7");
        var start = cipherId.ReadOctetString();
        var key = DeriveKey(material, function, known.KeyBytes, password);
        try
        {
            using var algorithm = known.Create();
            algorithm.Key = key;
            return algorithm.DecryptCbc(encrypted, start);
        }
        catch (ArgumentException e)
        {
            throw ErrorCodes.KeyInvalid.Because(e, material.Name, "it cannot be parsed");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static string NameOf(string oid) => Array.Find(Known, known => oid.StartsWith(known.Prefix, StringComparison.Ordinal)).Name ?? $"the algorithm {oid}";

    private static byte[] DeriveKey(KeyMaterial material, AsnReader function, int length, ReadOnlySpan<byte> password)
    {
        var oid = function.ReadObjectIdentifier();
        if (oid is not (Pbkdf2 or Scrypt)) throw EncryptedKey.Unknown(material, NameOf(oid));
        var parameters = function.ReadSequence();
        var salt = parameters.ReadOctetString();
        return oid == Scrypt ? OfScrypt(material, parameters, salt, length, password) : OfPbkdf2(material, parameters, salt, length, password);
    }

    // PBKDF2-params ::= SEQUENCE { salt, iterationCount, keyLength OPTIONAL, prf DEFAULT hmacWithSHA1 }; PasswordWork has bounded the count.
    private static byte[] OfPbkdf2(KeyMaterial material, AsnReader parameters, byte[] salt, int length, ReadOnlySpan<byte> password)
    {
        if (!parameters.TryReadInt32(out var iterations) || iterations < 1) throw new AsnContentException();
        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) parameters.ReadInteger();
        var hmac = parameters.HasData ? parameters.ReadSequence().ReadObjectIdentifier() : HmacSha1;
        if (hmac == HmacSha224) return OfSha224(salt, iterations, length, password);
        if (!Functions.TryGetValue(hmac, out var hash)) throw EncryptedKey.Unknown(material, NameOf(hmac));
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, length);
    }

    // BouncyCastle, because .NET has no SHA-224.
    private static byte[] OfSha224(byte[] salt, int iterations, int length, ReadOnlySpan<byte> password)
    {
        var generator = new Pkcs5S2ParametersGenerator(new Sha224Digest());
        generator.Init(password.ToArray(), salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(8 * length)).GetKey();
    }

    // scrypt-params ::= SEQUENCE { salt, costParameter, blockSize, parallelizationParameter, keyLength OPTIONAL }
    private static byte[] OfScrypt(KeyMaterial material, AsnReader parameters, byte[] salt, int length, ReadOnlySpan<byte> password)
    {
        if (!parameters.TryReadInt32(out var cost) || !parameters.TryReadInt32(out var block) || !parameters.TryReadInt32(out var parallel)) throw new AsnContentException();
        if (cost < 2 || block < 1 || parallel < 1 || !int.IsPow2(cost)) throw new AsnContentException();
        // Whoever hands out the file chooses our time and memory: 128 bytes for each unit of work.
        if (block > Limits.MaxScryptWork || parallel > Limits.MaxScryptWork || (long)cost * block > Limits.MaxScryptWork / parallel)
        {
            throw ErrorCodes.KeyDerivationTooCostly.With(material.Name, $"scrypt's {Limits.MaxScryptWork}");
        }

        return SCrypt.Generate(password.ToArray(), salt, cost, block, parallel, length);
    }
}
