using System.Security.Cryptography;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Tests.Security;

/// <summary>Envelopes around whatever payload an attacker got the right key to sign.</summary>
internal static class Envelopes
{
    public const string SignType = "https://sigstore.dev/cosign/sign/v1";

    public static string Statement(string subject, string type = "https://in-toto.io/Statement/v1", string predicateType = SignType, string annotations = "{}") =>
        $$$"""{"_type":"{{{type}}}","subject":[{"digest":{"sha256":"{{{subject["sha256:".Length..]}}}"},"annotations":{{{annotations}}}}],"predicateType":"{{{predicateType}}}","predicate":{}}""";

    public static string Payload(string subject, string type = "cosign container image signature", string optional = "null") =>
        $$$"""{"critical":{"identity":{"docker-reference":""},"image":{"docker-manifest-digest":"{{{subject}}}"},"type":"{{{type}}}"},"optional":{{{optional}}}}""";

    public static byte[] Bundle(string statement, string payloadType = "application/vnd.in-toto+json", Func<string, string>? change = null)
    {
        var payload = Encoding.UTF8.GetBytes(statement);
        var bundle = $$"""
            {"mediaType":"{{MediaTypes.SigstoreBundle}}","verificationMaterial":{"publicKey":{"hint":"x"} },
            "dsseEnvelope":{"payload":"{{Convert.ToBase64String(payload)}}","payloadType":"{{payloadType}}","signatures":[{"sig":"{{Sign(Dsse.PreAuthEncoding(payloadType, payload))}}"}]} }
            """;
        return Encoding.UTF8.GetBytes(change?.Invoke(bundle) ?? bundle);
    }

    public static string Sign(byte[] message)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Attack.Key.PrivatePem);
        return Convert.ToBase64String(key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static string SignatureAnnotation(byte[] payload) => $$$""","annotations":{"dev.cosignproject.cosign/signature":"{{{Sign(payload)}}}"}""";
}
