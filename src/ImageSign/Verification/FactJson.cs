using System.Text.Json;

namespace ImageSign.Verification;

/// <summary>Writes facts as JSON.</summary>
internal static class FactJson
{
    /// <summary>Writes the member <c>facts</c> into the object that is open.</summary>
    public static void WriteMember(Utf8JsonWriter writer, IEnumerable<Fact> facts)
    {
        writer.WriteStartArray("facts");
        foreach (var fact in facts)
        {
            writer.WriteStartObject();
            writer.WriteString("name", fact.Name);
            writer.WriteString("value", fact.Value);
            writer.WriteBoolean("signed", fact.Signed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
