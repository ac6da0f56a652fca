using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageSign.TestPlugin;

/// <summary>Signs with a P-256 key in a file.</summary>
internal sealed class Signer(string home)
{
    /// <summary>The answer to generate-signature.</summary>
    public JsonObject Sign(JsonObject request, string mode)
    {
        var signature = Sign(Convert.FromBase64String(request["payload"]!.GetValue<string>()));
        if (mode == "rawbad") signature[0] ^= 1;
        return new JsonObject
        {
            ["keyId"] = request["keyId"]!.GetValue<string>(),
            ["signature"] = Convert.ToBase64String(signature),
            ["signingAlgorithm"] = "ECDSA-SHA-256",
            ["certificateChain"] = Chain(),
        };
    }

    /// <summary>The answer to generate-envelope: a JWS of the scheme notary.x509.signingAuthority that asks for this plug-in when it is verified.</summary>
    public JsonObject MakeEnvelope(JsonObject request, string mode)
    {
        var payload = Convert.FromBase64String(request["payload"]!.GetValue<string>());
        if (mode == "envtamper") payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload).Replace("\"size\":", "\"size\":1", StringComparison.Ordinal));
        var header = new JsonObject
        {
            ["alg"] = "ES256",
            ["crit"] = new JsonArray(
                "io.cncf.notary.signingScheme", "io.cncf.notary.authenticSigningTime", "io.cncf.notary.verificationPlugin", "io.cncf.notary.verificationPluginMinVersion", "com.example.policy"),
            ["cty"] = request["payloadType"]!.GetValue<string>(),
            ["io.cncf.notary.signingScheme"] = "notary.x509.signingAuthority",
            ["io.cncf.notary.authenticSigningTime"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
            ["io.cncf.notary.verificationPlugin"] = "imagesign.test",
            ["io.cncf.notary.verificationPluginMinVersion"] = "1.0.0",
            ["com.example.policy"] = "gold",
        };
        var (protectedText, payloadText) = (Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString())), Base64Url.EncodeToString(payload));
        var envelope = new JsonObject
        {
            ["payload"] = payloadText,
            ["protected"] = protectedText,
            ["header"] = new JsonObject { ["x5c"] = Chain(), ["io.cncf.notary.signingAgent"] = "imagesign.test/1.2.3" },
            ["signature"] = Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes($"{protectedText}.{payloadText}"))),
        };
        return new JsonObject
        {
            ["signatureEnvelope"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(envelope.ToJsonString())),
            ["signatureEnvelopeType"] = request["signatureEnvelopeType"]!.GetValue<string>(),
            ["annotations"] = new JsonObject { ["com.example.signer"] = "imagesign.test" },
        };
    }

    private byte[] Sign(byte[] message)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(home, "key.pem")));
        return key.SignData(message, HashAlgorithmName.SHA256);
    }

    private JsonArray Chain()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(Path.Combine(home, "chain.pem"));
        return [.. certificates.Select(certificate => (JsonNode)Convert.ToBase64String(certificate.RawData))];
    }
}
