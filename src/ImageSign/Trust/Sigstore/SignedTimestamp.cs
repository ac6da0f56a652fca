using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore;

/// <summary>An RFC 3161 answer over a signature, as Sigstore bundles carry it.</summary>
internal sealed class SignedTimestamp
{
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const int Granted = 0;
    private const int GrantedWithModifications = 1;
    private const int MaxDepth = 64;

    private static readonly Dictionary<string, HashAlgorithmName> Hashes = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    private readonly Rfc3161TimestampToken _token;
    private readonly SignedCms _cms;
    private readonly SignerInfo _signer;

    private SignedTimestamp(Rfc3161TimestampToken token, SignedCms cms) => (_token, _cms, _signer) = (token, cms, cms.SignerInfos[0]);

    /// <summary>The time in it.</summary>
    public DateTimeOffset Time => _token.TokenInfo.Timestamp;

    /// <summary>
    /// Reads a TimeStampResp. RFC 3161, section 2.4.2: "When the status contains the value zero or one, a TimeStampToken MUST be present.
    /// When status contains a value other than zero or one, a TimeStampToken MUST NOT be present." .NET reads the token only.
    /// </summary>
    public static SignedTimestamp Read(ReadOnlyMemory<byte> response)
    {
        try
        {
            var outer = new AsnReader(response, AsnEncodingRules.DER);
            var body = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var status = body.ReadSequence();
            if (!status.TryReadInt32(out var value) || value is not (Granted or GrantedWithModifications))
            {
                throw Refused("its status is a refusal");
            }

            var token = body.ReadEncodedValue();
            body.ThrowIfNotEmpty();
            RequireDer(token, MaxDepth);
            if (!Rfc3161TimestampToken.TryDecode(token, out var decoded, out var length) || length != token.Length)
            {
                throw Refused("it holds no RFC 3161 token, or one whose own certificate was not valid then");
            }

            var cms = decoded.AsSignedCms();
            if (cms.SignerInfos.Count != 1) throw Refused($"it has {cms.SignerInfos.Count} signers instead of one");
            return new SignedTimestamp(decoded, cms);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw ErrorCodes.SignedTimestampRefused.Because(e, "it cannot be parsed");
        }
    }

    /// <summary>
    /// The authorities of <paramref name="root"/> that may have made it: those whose certificate it names as its signer's.
    /// </summary>
    public IEnumerable<Authority> Claimed(TrustedRoot root)
    {
        if (_signer.SignerIdentifier.Value is not X509IssuerSerial named) return [];
        var serial = Convert.FromHexString(named.SerialNumber);
        return root.TimestampAuthorities.Where(
            authority => authority.MayHold(serial) ? IsNamed(authority.Certificates[0]) : SignerIn(authority) is not null);
    }

    /// <summary>Why <paramref name="authority"/> does not vouch for <paramref name="signature"/> by it; null when it does.</summary>
    public string? RefusalBy(Authority authority, ReadOnlySpan<byte> signature)
    {
        try
        {
            return Imprint(signature) ?? Signer(authority, signature) ?? Path(authority);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return "it cannot be parsed";
        }
    }

    private string? Imprint(ReadOnlySpan<byte> signature)
    {
        var info = _token.TokenInfo;
        if (!Hashes.TryGetValue(info.HashAlgorithmId.Value ?? "", out var hash))
        {
            return "its hash algorithm is not SHA-256, SHA-384 or SHA-512";
        }

        return CryptographicOperations.HashData(hash, signature).AsSpan().SequenceEqual(info.GetMessageHash().Span)
            ? null
            : "it was made for something else, not for this signature";
    }

    /// <summary>
    /// The certificates in a token are anybody's: .NET accepts a signer that it finds there, whatever it was given besides. So the
    /// certificate that verified must be the authority's own, byte for byte.
    /// </summary>
    private string? Signer(Authority authority, ReadOnlySpan<byte> signature)
    {
        if (
            !_signer.SignedAttributes.Cast<CryptographicAttributeObject>().Any(
                attribute => attribute.Oid.Value is SigningCertificate or SigningCertificateV2))
        {
            return "it lacks the attribute signing-certificate";
        }

        var expected = Leaf(authority);
        if (!_token.VerifySignatureForData(signature, out var signer, [expected, .. authority.Certificates]))
        {
            return $"its signature is not that of '{expected.Subject}'";
        }

        return signer.RawDataMemory.Span.SequenceEqual(expected.RawDataMemory.Span)
            ? null
            : $"it was signed by another certificate that calls itself '{expected.Subject}'";
    }

    private string? Path(Authority authority)
    {
        var path = authority.PathFrom(Leaf(authority));
        if (path is null) return $"the certificate of '{authority.Uri}' does not lead to its root";
        if (LeafRules.Check(path[0], ChainPurpose.Timestamping) is { } rule)
        {
            return $"the authority's certificate '{path[0].Subject}': {rule}";
        }

        if (PathRules.Check(path, PathRules.TimeStamping) is { } violation) return violation;
        if (PathRules.NotValidAt(path, Time) is { } invalid)
        {
            return $"the authority's certificate '{invalid.Subject}' was not valid at {Rfc3339.Format(Time)}";
        }

        return authority.ValidFor.Contains(Time)
            ? null
            : $"at {Rfc3339.Format(Time)} the trusted root did not count '{authority.Uri}' ({authority.ValidFor})";
    }

    private X509Certificate2 Leaf(Authority authority) =>
        IsNamed(authority.Certificates[0]) ? authority.Certificates[0] : SignerIn(authority)!;

    /// <summary>The signer among the token's certificates, when the root names only the authorities above it.</summary>
    private X509Certificate2? SignerIn(Authority authority)
    {
        if (_cms.Certificates.Count > Limits.MaxChainCertificates)
        {
            throw Refused($"it holds more than {Limits.MaxChainCertificates} certificates");
        }

        return _cms.Certificates.FirstOrDefault(candidate => IsNamed(candidate) && authority.MayHold(candidate.IssuerName.RawData)
            && CertificateExtensions.Find<X509BasicConstraintsExtension>(authority.Certificates[0]) is { CertificateAuthority: true }
            && authority.PathFrom(candidate) is not null);
    }

    private bool IsNamed(X509Certificate2 certificate)
    {
        var named = (X509IssuerSerial)_signer.SignerIdentifier.Value!;
        return certificate.SerialNumber == named.SerialNumber && certificate.Issuer == named.IssuerName;
    }

    /// <summary>Definite, shortest lengths all the way down: two readings of one token must not be possible.</summary>
    private static void RequireDer(ReadOnlyMemory<byte> encoded, int depth)
    {
        if (depth == 0) throw new AsnContentException("The nesting is too deep.");
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        while (reader.HasData)
        {
            var isConstructed = reader.PeekTag().IsConstructed;
            var content = reader.PeekContentBytes();
            reader.ReadEncodedValue();
            if (isConstructed) RequireDer(content, depth - 1);
        }
    }

    private static ImageSignException Refused(string reason) => ErrorCodes.SignedTimestampRefused.With(reason);
}
