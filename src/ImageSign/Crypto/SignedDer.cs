using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Crypto;

/// <summary>The shape that certificates, CRLs and OCSP responses share: what is signed, how, and the signature (RFC 5280, section 4.1.1).</summary>
/// <param name="Tbs">The signed bytes, as they stand.</param>
/// <param name="Algorithm">The AlgorithmIdentifier, as it stands.</param>
/// <param name="Signature">The signature.</param>
internal sealed record SignedDer(ReadOnlyMemory<byte> Tbs, ReadOnlyMemory<byte> Algorithm, ReadOnlyMemory<byte> Signature)
{
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string Ed25519 = "1.3.101.112";

    private static readonly Dictionary<string, HashAlgorithmName> RsaPkcs1 = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> Ecdsa = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
    };

    /// <summary>Reads one signed structure; <paramref name="rest"/> is what follows the signature inside it (an OCSP response's certificates).</summary>
    /// <exception cref="AsnContentException">The bytes are not such a structure.</exception>
    public static SignedDer Read(ReadOnlyMemory<byte> der, out AsnReader rest)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        rest = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var tbs = rest.ReadEncodedValue();
        var algorithm = rest.ReadEncodedValue();
        var signature = rest.ReadBitString(out var unused);
        return unused == 0 ? new SignedDer(tbs, algorithm, signature) : throw new AsnContentException("The signature is not a whole number of bytes.");
    }

    /// <summary>True when <paramref name="issuer"/> signed this. SHA-1 and MD5 signatures are nobody's.</summary>
    public bool IsSignedBy(X509Certificate2 issuer)
    {
        try
        {
            var algorithm = new AsnReader(Algorithm, AsnEncodingRules.DER).ReadSequence();
            var oid = algorithm.ReadObjectIdentifier();
            if (RsaPkcs1.TryGetValue(oid, out var pkcs1)) return IsRsa(issuer, pkcs1, RSASignaturePadding.Pkcs1);
            if (oid == RsaPss) return PssHash(algorithm) is { } pss && IsRsa(issuer, pss, RSASignaturePadding.Pss);
            if (oid == Ed25519) return PublicKeyReader.FromSubjectPublicKeyInfo(issuer.PublicKey.ExportSubjectPublicKeyInfo(), issuer.Subject).Verify(SignatureAlgorithm.Ed25519, Tbs.Span, Signature.Span);
            using var key = issuer.GetECDsaPublicKey();
            return key is not null && Ecdsa.TryGetValue(oid, out var hash) && key.VerifyData(Tbs.Span, Signature.Span, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ImageSignException)
        {
            return false; // a key or algorithm that cannot be used has signed nothing
        }
    }

    private bool IsRsa(X509Certificate2 issuer, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using var key = issuer.GetRSAPublicKey();
        return key is not null && key.VerifyData(Tbs.Span, Signature.Span, hash, padding);
    }

    // RFC 4055, section 3.1: RSASSA-PSS-params; absent fields mean SHA-1, which is refused. .NET checks a salt as long as the hash.
    private static HashAlgorithmName? PssHash(AsnReader algorithm)
    {
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var parameters = algorithm.ReadSequence();
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(hashTag)) return null;
        return parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
