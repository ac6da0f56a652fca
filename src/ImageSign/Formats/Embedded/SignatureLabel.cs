using System.Text;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>The label that holds the signatures: base64 of a JSON array of DSSE envelopes.</summary>
internal static class SignatureLabel
{
    public const string Name = "dev.imagesign.signatures.v1";

    /// <summary>The labels of the first tool of this kind, which signed a configuration without layers.</summary>
    private static readonly string[] Clnstrt = ["org.opencontainers.image.signature", "org.opencontainers.image.config"];

    private const string What = $"the label '{Name}'";

    /// <summary>A cheap look at a configuration: false when there is nothing to judge.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> config) => config.IndexOf(Encoding.ASCII.GetBytes(Name)) >= 0 || config.IndexOf(Encoding.ASCII.GetBytes(Clnstrt[0])) >= 0;

    /// <summary>True for an image that clnstrt signed. Its payload says <c>"diff_ids":null</c>: the layers can be exchanged under a valid signature.</summary>
    public static bool IsClnstrt(IReadOnlyDictionary<string, string> labels) => Clnstrt.All(labels.ContainsKey);

    /// <summary>The envelopes in the label; none when there is no label.</summary>
    public static IReadOnlyList<DsseEnvelope> Read(IReadOnlyDictionary<string, string> labels)
    {
        if (!labels.TryGetValue(Name, out var text)) return [];
        if (text.Length > Limits.MaxSignatureLabelBytes) throw ErrorCodes.OverLimit.With(What, $"{Limits.MaxSignatureLabelBytes} bytes");
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) throw OciJson.Malformed(What, "it is not base64");
        using var json = OciJson.Parse(bytes.AsMemory(0, length), What);
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw OciJson.Malformed(What, "it is not an array");
        if (json.RootElement.GetArrayLength() > Limits.MaxEmbeddedSignatures) throw ErrorCodes.OverLimit.With($"The number of signatures in {What}", $"{Limits.MaxEmbeddedSignatures}");
        return [.. json.RootElement.EnumerateArray().Select(DsseEnvelope.Read)];
    }

    /// <summary>The configuration with a label that holds these envelopes; every other member keeps its value and its place.</summary>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> config, IReadOnlyList<DsseEnvelope> envelopes)
    {
        var array = ManifestWriter.Json(writer =>
        {
            writer.WriteStartArray();
            foreach (var envelope in envelopes) envelope.Write(writer);
            writer.WriteEndArray();
        });
        using var json = OciJson.Parse(config, "the image configuration");
        var value = Convert.ToBase64String(array.Span);
        return ManifestWriter.Json(writer => WithMember(writer, json.RootElement, "config", inner => WithMember(writer, inner, "Labels", labels => WithMember(writer, labels, Name, _ => writer.WriteStringValue(value)))));
    }

    private static void WithMember(Utf8JsonWriter writer, JsonElement parent, string name, Action<JsonElement> write)
    {
        writer.WriteStartObject();
        var members = parent.ValueKind == JsonValueKind.Object ? parent.EnumerateObject().ToList() : [];
        foreach (var member in members.Where(member => member.Name != name)) member.WriteTo(writer);
        writer.WritePropertyName(name);
        write(members.Find(member => member.Name == name) is { Value.ValueKind: not JsonValueKind.Undefined } found ? found.Value : default);
        writer.WriteEndObject();
    }
}
