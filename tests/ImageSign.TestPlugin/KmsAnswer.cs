using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ImageSign.TestPlugin;

/// <summary>
/// A KMS plug-in of Sigstore's protocol, as its documentation has it: <c>PROGRAM v1 JSON</c>, the message on standard input. Keys are RESOURCE.pem beside it.
/// </summary>
internal static class KmsAnswer
{
    private static readonly Dictionary<int, HashAlgorithmName> Hashes = new()
    {
        [5] = HashAlgorithmName.SHA256,
        [6] = HashAlgorithmName.SHA384,
        [7] = HashAlgorithmName.SHA512,
    };

    public static JsonObject To(JsonObject request, byte[] message, string home, string mode)
    {
        var method = request["methodName"]!.GetValue<string>();
        var options = request["initOptions"]!.AsObject();
        var file = Path.Combine(home, $"{options["keyResourceID"]!.GetValue<string>()}.pem");
        if (mode == "error") return Error("access denied: the token expired");
        if (mode == "missing") return [];
        if (method == "createKey")
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            if (File.Exists(file)) return Error("it exists");
            File.WriteAllText(file, made.ExportPkcs8PrivateKeyPem());
        }

        if (!File.Exists(file)) return Error($"no such key: {Path.GetFileName(file)}");
        var pem = File.ReadAllText(file);
        using var key = Read(pem);
        return method switch
        {
            "publicKey" or "createKey" => new JsonObject { [method] = new JsonObject { ["publicKeyPEM"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())) } },
            "signMessage" => new JsonObject { [method] = new JsonObject { ["signature"] = Convert.ToBase64String(Sign(key, request, options, message, mode)) } },
            _ => Error($"{method} is not supported"),
        };
    }

    private static byte[] Sign(AsymmetricAlgorithm key, JsonObject request, JsonObject options, byte[] message, string mode)
    {
        var about = request["signMessage"]!["signOptions"]!["messageOptions"]!.AsObject();
        var hash = Hashes[about["hashFunc"]?.GetValue<int>() ?? options["hashFunc"]!.GetValue<int>()];
        var digest = about["digest"] is { } given ? Convert.FromBase64String(given.GetValue<string>()) : CryptographicOperations.HashData(hash, message);
        if (digest.Length != CryptographicOperations.HashData(hash, message).Length) throw new CryptographicException("the digest is not one of its hash");
        var signature = key is RSA rsa
            ? rsa.SignHash(digest, hash, RSASignaturePadding.Pkcs1)
            : ((ECDsa)key).SignHash(digest, DSASignatureFormat.Rfc3279DerSequence);
        if (mode == "badsig") signature[^1] ^= 1;
        return signature;
    }

    private static AsymmetricAlgorithm Read(string pem)
    {
        try
        {
            var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            var key = RSA.Create();
            key.ImportFromPem(pem);
            return key;
        }
    }

    private static JsonObject Error(string message) => new() { ["errorMessage"] = message };
}
