using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys.File;

/// <summary>Makes a signing key of decrypted key material, refusing by name what this project does not accept.</summary>
internal static class PrivateKeyReader
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string RsaPssOid = "1.2.840.113549.1.1.10";
    private const string EcOid = "1.2.840.10045.2.1";
    private static readonly Asn1Tag EcParameters = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static ISigningKey FromPkcs8(ReadOnlyMemory<byte> der, string name) => Guarded(name, () =>
    {
        var info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        var algorithm = info.ReadSequence();
        switch (algorithm.ReadObjectIdentifier())
        {
            case RsaOid:
                var rsa = RSA.Create();
                rsa.ImportPkcs8PrivateKey(der.Span, out _);
                return OfRsa(rsa, name);
            case EcOid:
                PublicKeyReader.CurveOf(algorithm, name);
                var ecdsa = ECDsa.Create();
                ecdsa.ImportPkcs8PrivateKey(der.Span, out _);
                return OfEcdsa(ecdsa, name);
            case Ed25519PublicKey.Oid:
                // RFC 8410, section 7: CurvePrivateKey ::= OCTET STRING, inside the privateKey octet string.
                return new Ed25519SigningKey(new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString(), name);
            case RsaPssOid:
                throw ErrorCodes.KeyInvalid.With(name, "RSA-PSS keys are not accepted by any reader of these formats");
            case var oid:
                throw ErrorCodes.KeyInvalid.With(name, $"{PublicKeyReader.KeyTypeName(oid)} keys are not supported");
        }
    });

    public static ISigningKey FromPkcs1(ReadOnlyMemory<byte> der, string name) => Guarded(name, () =>
    {
        var rsa = RSA.Create();
        rsa.ImportRSAPrivateKey(der.Span, out _);
        return OfRsa(rsa, name);
    });

    public static ISigningKey FromSec1(ReadOnlyMemory<byte> der, string name) => Guarded(name, () =>
    {
        var key = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        key.ReadInteger();
        key.ReadOctetString();
        if (key.HasData && key.PeekTag().HasSameClassAndValue(EcParameters)) PublicKeyReader.CurveOf(key.ReadSequence(EcParameters), name);
        var ecdsa = ECDsa.Create();
        ecdsa.ImportECPrivateKey(der.Span, out _);
        return OfEcdsa(ecdsa, name);
    });

    /// <summary>Opens an encrypted key: PKCS#8, or what OpenSSL encrypts the traditional way.</summary>
    public static ISigningKey FromEncrypted(KeyMaterial material, byte[] password)
    {
        byte[]? plain = null;
        try
        {
            if (material.Encryption is not null)
            {
                plain = TraditionalPem.Decrypt(material, password);
                return material.Kind == KeyMaterialKind.RsaPrivateKey ? FromPkcs1(plain, material.Name) : FromSec1(plain, material.Name);
            }

            new PasswordWork(material.Name).AddEncryptedKey(material.Content);
            plain = EncryptedKey.Decrypt(material, material.Content, password);
            return FromPkcs8(plain, material.Name);
        }
        catch (AsnContentException e)
        {
            throw ErrorCodes.KeyInvalid.Because(e, material.Name, "it cannot be parsed");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static RsaSigningKey OfRsa(RSA rsa, string name) =>
        new(rsa, PublicKeyReader.FromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo(), name));

    private static EcdsaSigningKey OfEcdsa(ECDsa ecdsa, string name) =>
        new(ecdsa, PublicKeyReader.FromSubjectPublicKeyInfo(ecdsa.ExportSubjectPublicKeyInfo(), name));

    private static ISigningKey Guarded(string name, Func<ISigningKey> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw ErrorCodes.KeyInvalid.Because(e, name, "it cannot be parsed");
        }
    }
}
