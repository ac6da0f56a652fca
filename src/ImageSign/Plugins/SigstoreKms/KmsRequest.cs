using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Plugins.SigstoreKms;

/// <summary>The questions of the protocol, byte for byte in the order in which cosign writes them.</summary>
internal static class KmsRequest
{
    public const string PublicKey = "publicKey";
    public const string SignMessage = "signMessage";
    public const string CreateKey = "createKey";

    public static ReadOnlyMemory<byte> Write(string method, Action<Utf8JsonWriter> write, KmsKey key, DateTimeOffset deadline) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("initOptions");
        writer.WriteString("ctxDeadline", deadline.UtcDateTime);
        writer.WriteString("protocolVersion", KmsPlugin.Version);
        writer.WriteString("keyResourceID", key.ResourceId);
        writer.WriteNumber("hashFunc", key.HashNumber);
        WriteRpcOptions(writer);
        writer.WriteEndObject();
        writer.WriteString("methodName", method);
        writer.WriteStartObject(method);
        write(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>Asks for the public half.</summary>
    public static void WritePublicKey(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("publicKeyOptions");
        WriteRpcOptions(writer);
        writer.WriteEndObject();
    }

    /// <summary>Asks for a signature. cosign 3.1.1 sends a digest of the key's hash without saying which hash it is, and for Ed25519 one that nobody needs.</summary>
    public static void WriteSignMessage(Utf8JsonWriter writer, KmsKey key, byte[]? digest)
    {
        writer.WriteStartObject("signOptions");
        WriteRpcOptions(writer);
        writer.WriteStartObject("messageOptions");
        if (digest is not null)
        {
            writer.WriteBase64String("digest", digest);
            writer.WriteNumber("hashFunc", key.HashNumber);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRpcOptions(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("rpcOptions");
        writer.WriteString("keyVersion", "");
        writer.WriteBoolean("remoteVerification", value: false);
        writer.WriteEndObject();
    }
}
