using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Keys.File;

namespace ImageSign.Keys;

/// <summary>A key pair that was just generated, as the text of its two files.</summary>
public sealed class KeyPair : IDisposable
{
    private readonly byte[] _pkcs8;

    private KeyPair(byte[] pkcs8)
    {
        _pkcs8 = pkcs8;
        using var key = PrivateKeyReader.FromPkcs8(pkcs8, "the new key");
        PublicKey = key.PublicKey;
    }

    /// <summary>The public half.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The public key file: PEM, SubjectPublicKeyInfo.</summary>
    public string PublicKeyPem => PemEncoding.WriteString("PUBLIC KEY", PublicKey.SubjectPublicKeyInfo.Span) + "\n";

    /// <summary>Generates a key pair.</summary>
    public static KeyPair Generate(KeyAlgorithm algorithm) => new(algorithm switch
    {
        KeyAlgorithm.EcdsaP384 => OfCurve(ECCurve.NamedCurves.nistP384),
        KeyAlgorithm.EcdsaP521 => OfCurve(ECCurve.NamedCurves.nistP521),
        KeyAlgorithm.Rsa2048 => OfRsa(2048),
        KeyAlgorithm.Rsa3072 => OfRsa(3072),
        KeyAlgorithm.Rsa4096 => OfRsa(4096),
        KeyAlgorithm.Ed25519 => OfEd25519(),
        _ => OfCurve(ECCurve.NamedCurves.nistP256),
    });

    /// <summary>The private key file: cosign's encrypted form under <paramref name="password"/> (UTF-8), or PKCS#8 PEM when that is null.</summary>
    public string PrivateKeyPem(byte[]? password) => (password is null
        ? PemEncoding.WriteString("PRIVATE KEY", _pkcs8)
        : PemEncoding.WriteString("ENCRYPTED SIGSTORE PRIVATE KEY", CosignKeyFile.Encrypt(_pkcs8, password))) + "\n";

    /// <inheritdoc />
    public void Dispose() => CryptographicOperations.ZeroMemory(_pkcs8);

    private static byte[] OfCurve(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKey();
    }

    private static byte[] OfRsa(int bits)
    {
        using var key = RSA.Create(bits);
        return key.ExportPkcs8PrivateKey();
    }

    private static byte[] OfEd25519()
    {
        // RFC 8410, section 7: OneAsymmetricKey with the seed as an OCTET STRING in an OCTET STRING.
        var inner = new AsnWriter(AsnEncodingRules.DER);
        inner.WriteOctetString(RandomNumberGenerator.GetBytes(32));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(Ed25519PublicKey.Oid);
            writer.WriteOctetString(inner.Encode());
        }

        return writer.Encode();
    }
}
