using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>Appends to an array of a manifest, keeping every other member, known or not, in its order.</summary>
internal static class SharedManifestJson
{
    public static ReadOnlyMemory<byte> Append(ManifestDocument? basis, string array, string mediaType, IEnumerable<Action<Utf8JsonWriter>> items, bool keepExisting = true)
    {
        var merged = ManifestWriter.Json(writer =>
        {
            writer.WriteStartObject();
            if (basis is null)
            {
                writer.WriteNumber("schemaVersion", 2);
                writer.WriteString("mediaType", mediaType);
                WriteArray(writer, array, [], items);
            }
            else
            {
                using var json = OciJson.Parse(basis.Raw, "the manifest");
                var written = false;
                foreach (var member in json.RootElement.EnumerateObject())
                {
                    if (member.Name != array)
                    {
                        member.WriteTo(writer);
                        continue;
                    }

                    WriteArray(writer, array, keepExisting && member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray() : [], items);
                    written = true;
                }

                if (!written) WriteArray(writer, array, [], items);
            }

            writer.WriteEndObject();
        });
        return merged.Length <= Limits.MaxManifestBytes ? merged : throw ErrorCodes.OverLimit.With("The list of signatures", $"{Limits.MaxManifestBytes} bytes");
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IEnumerable<JsonElement> existing, IEnumerable<Action<Utf8JsonWriter>> items)
    {
        writer.WriteStartArray(name);
        foreach (var element in existing) element.WriteTo(writer);
        foreach (var write in items) write(writer);
        writer.WriteEndArray();
    }
}
