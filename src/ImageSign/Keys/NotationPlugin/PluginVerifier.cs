using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>The command verify-signature.</summary>
internal static class PluginVerifier
{
    private const int MaxItems = 1_000;

    // Go's zero time, which notation writes for a signature without expiry.
    private const string NoExpiry = "0001-01-01T00:00:00Z";

    /// <summary>Sends the question and returns the answer, an object.</summary>
    public static ValueTask<JsonDocument> AskAsync(
        PluginHost plugin, CertificateChain chain, string scheme, DateTimeOffset? expiry, DateTimeOffset? authenticSigningTime,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> attributes, IReadOnlyList<string> identities, IReadOnlyList<string> capabilities, CancellationToken cancellationToken) =>
        plugin.RequestAsync(
            PluginCommands.VerifySignature,
            writer =>
            {
                writer.WriteStartObject("signature");
                writer.WriteStartObject("criticalAttributes");
                writer.WriteString("contentType", MediaTypes.NotaryPayload);
                writer.WriteString("signingScheme", scheme);
                writer.WriteString("expiry", expiry is { } end ? Rfc3339.Format(end) : NoExpiry);
                if (authenticSigningTime is { } time) writer.WriteString("authenticSigningTime", Rfc3339.Format(time));
                writer.WriteStartObject("extendedAttributes");
                foreach (var (name, json) in attributes)
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(json.Span);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
                WriteStrings(writer, "unprocessedAttributes", attributes.Keys);
                writer.WriteStartArray("certificateChain");
                foreach (var certificate in chain.Certificates) writer.WriteBase64StringValue(certificate.RawDataMemory.Span);
                writer.WriteEndArray();
                writer.WriteEndObject();
                writer.WriteStartObject("trustPolicy");
                WriteStrings(writer, "trustedIdentities", identities);
                WriteStrings(writer, "signatureVerification", capabilities);
                writer.WriteEndObject();
            },
            cancellationToken);

    /// <summary>The result of one capability: success and reason; null when the plug-in gave none.</summary>
    public static (bool Success, string Reason)? Result(PluginHost plugin, JsonElement answer, string capability) => plugin.Read(PluginCommands.VerifySignature, () =>
    {
        var what = plugin.WhatOf(PluginCommands.VerifySignature);
        if (!answer.TryGetProperty("verificationResults", out var results) || results.ValueKind != JsonValueKind.Object || !results.TryGetProperty(capability, out var result)) return ((bool, string)?)null;
        if (result.ValueKind != JsonValueKind.Object || !result.TryGetProperty("success", out var success) || success.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw OciJson.Malformed(what, $"the result of {capability} has no 'success'");
        return (success.GetBoolean(), OciJson.OptionalString(result, "reason", what) ?? "");
    });

    /// <summary>The attributes that the plug-in processed.</summary>
    public static IReadOnlyList<string> Processed(PluginHost plugin, JsonElement answer) => plugin.Read(PluginCommands.VerifySignature, () =>
    {
        var what = plugin.WhatOf(PluginCommands.VerifySignature);
        return (string[])[.. OciJson.OptionalArray(answer, "processedAttributes", what, MaxItems)
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw OciJson.Malformed(what, "'processedAttributes' holds something other than names"))];
    });

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
