using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Crypto;

/// <summary>Makes a <see cref="PublicKey"/> of DER, refusing by name what this project does not accept.</summary>
internal static class PublicKeyReader
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string RsaPssOid = "1.2.840.113549.1.1.10";
    private const string EcOid = "1.2.840.10045.2.1";

    private static readonly Dictionary<string, string> Curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = "P-256",
        ["1.3.132.0.34"] = "P-384",
        ["1.3.132.0.35"] = "P-521",
    };

    /// <summary>Reads SubjectPublicKeyInfo; <paramref name="name"/> is how the user called it.</summary>
    public static PublicKey FromSubjectPublicKeyInfo(ReadOnlyMemory<byte> der, string name)
    {
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var info = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var algorithm = info.ReadSequence();
            switch (algorithm.ReadObjectIdentifier())
            {
                case RsaOid:
                    var rsa = RSA.Create();
                    rsa.ImportSubjectPublicKeyInfo(der.Span, out _);
                    return OfRsa(rsa, name);
                case EcOid:
                    var curve = CurveOf(algorithm, name);
                    var ecdsa = ECDsa.Create();
                    ecdsa.ImportSubjectPublicKeyInfo(der.Span, out _);
                    return new EcdsaPublicKey(ecdsa, curve);
                case Ed25519PublicKey.Oid:
                    var point = info.ReadBitString(out _);
                    return Ed25519PublicKey.IsValid(point) ? new Ed25519PublicKey(point) : throw Invalid(name, "the Ed25519 point is not valid");
                case RsaPssOid:
                    throw Invalid(name, "RSA-PSS keys are not accepted by any reader of these formats");
                case var oid:
                    throw Invalid(name, $"{KeyTypeName(oid)} keys are not supported");
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw ErrorCodes.KeyInvalid.Because(e, name, "it cannot be parsed");
        }
    }

    /// <summary>The key of a single end-entity certificate; the certificate itself is not evaluated.</summary>
    public static PublicKey FromCertificate(X509Certificate2 certificate, string name)
    {
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        if (constraints is { CertificateAuthority: true }) throw ErrorCodes.CertificateNotUsable.With(name, "it belongs to a certificate authority, not to a signer");
        var key = FromSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), name);
        key.FromCertificate = true;
        return key;
    }

    /// <summary>The checked public half of an RSA key.</summary>
    public static PublicKey OfRsa(RSA key, string name) => key.KeySize is >= 2048 and <= 4096
        ? new RsaPublicKey(key)
        : throw Invalid(name, $"RSA {key.KeySize} is outside 2048 to 4096 bits");

    /// <summary>The curve named in an EC AlgorithmIdentifier whose OID was already read.</summary>
    public static string CurveOf(AsnReader algorithm, string name)
    {
        if (!algorithm.HasData || algorithm.PeekTag() != Asn1Tag.ObjectIdentifier) throw Invalid(name, "its elliptic curve is not a named one");
        var oid = algorithm.ReadObjectIdentifier();
        return Curves.TryGetValue(oid, out var curve) ? curve : throw Invalid(name, $"the elliptic curve {CurveName(oid)} is not supported");
    }

    /// <summary>What people call the type of key whose object identifier is <paramref name="oid"/>.</summary>
    public static string KeyTypeName(string oid) => oid switch
    {
        "1.3.101.113" => "Ed448",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.2.840.10040.4.1" => "DSA",
        _ => oid,
    };

    private static string CurveName(string oid) => oid switch
    {
        "1.3.132.0.33" => "P-224",
        "1.3.132.0.10" => "secp256k1",
        _ => oid,
    };

    private static ImageSignException Invalid(string name, string reason) => ErrorCodes.KeyInvalid.With(name, reason);
}
