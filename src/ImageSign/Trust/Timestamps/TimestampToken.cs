using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust.Timestamps;

/// <summary>RFC 3161 tokens: a countersignature over a signature (signature-specification, "Timestamp Countersignature").</summary>
internal static class TimestampToken
{
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string BaselineTimestampPolicy = "0.4.0.2023.1.1";
    private const int TimestampInfoVersion = 1;

    private static readonly Dictionary<string, HashAlgorithmName> Hashes = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    /// <summary>Verifies that a trusted authority stamped <paramref name="signature"/>; <see cref="ErrorCodes.TimestampRefused"/> says why not. Revocation is still to be asked.</summary>
    public static TimestampProof Verify(ReadOnlyMemory<byte> token, ReadOnlyMemory<byte> signature, IReadOnlyList<X509Certificate2> roots)
    {
        try
        {
            if (!Rfc3161TimestampToken.TryDecode(token, out var decoded, out var length) || length != token.Length) throw Refused("it is not an RFC 3161 token");
            return Verify(decoded, signature, roots);
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.TimestampRefused.Because(e, "it cannot be parsed");
        }
    }

    private static TimestampProof Verify(Rfc3161TimestampToken token, ReadOnlyMemory<byte> signature, IReadOnlyList<X509Certificate2> roots)
    {
        var info = token.TokenInfo;
        if (info.Version != TimestampInfoVersion) throw Refused($"its version is {info.Version}, not 1");
        if (!Hashes.TryGetValue(info.HashAlgorithmId.Value ?? "", out var hash)) throw Refused("its hash algorithm is not SHA-256, SHA-384 or SHA-512");
        if (!CryptographicOperations.HashData(hash, signature.Span).AsSpan().SequenceEqual(info.GetMessageHash().Span)) throw Refused("it was made for another signature");

        var cms = token.AsSignedCms();
        // RFC 5816: SigningCertificateV2 binds the authority's certificate with a hash that is not SHA-1.
        if (cms.SignerInfos.Count != 1 || !cms.SignerInfos[0].SignedAttributes.Cast<CryptographicAttributeObject>().Any(attribute => attribute.Oid.Value == SigningCertificateV2))
        {
            throw Refused("it lacks the attribute signing-certificate-v2");
        }

        if (cms.Certificates.Count > Limits.MaxChainCertificates) throw Refused($"it holds more than {Limits.MaxChainCertificates} certificates");
        if (!token.VerifySignatureForData(signature.Span, out var leaf) || leaf is null) throw Refused("its signature is not that of its certificate");
        var chain = new CertificateChain(ChainBuilder.Build(leaf, cms.Certificates, roots) ?? throw Refused($"'{leaf.Subject}' leads to no root in the tsa trust stores of the policy"));
        if (ChainRules.Check(chain, ChainPurpose.Timestamping) is { } violation) throw Refused(violation.ToString());
        if (ChainRules.NotValidAt(chain, info.Timestamp) is { } invalid) throw Refused($"the authority's certificate '{invalid.Subject}' was not valid at {Rfc3339.Format(info.Timestamp)}");
        return new TimestampProof(info.Timestamp, Accuracy(info), chain);
    }

    // Without an accuracy: ETSI EN 319 422 has one second at most for its baseline policy; for others the time counts as exact.
    private static TimeSpan Accuracy(Rfc3161TimestampTokenInfo info) => info.AccuracyInMicroseconds is { } microseconds
        ? TimeSpan.FromMicroseconds(microseconds)
        : info.PolicyId.Value == BaselineTimestampPolicy ? TimeSpan.FromSeconds(1) : TimeSpan.Zero;

    private static ImageSignException Refused(string reason) => ErrorCodes.TimestampRefused.With(reason);
}
