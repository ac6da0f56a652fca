using System.Text;
using System.Text.Json;

namespace ImageSign.Tool.Output;

/// <summary>One JSON value as text. Utf8JsonWriter escapes whatever is not plain ASCII, so that foreign text is as harmless here as in a sanitised line.</summary>
internal static class JsonText
{
    public static string Of(Action<Utf8JsonWriter> write, bool indented)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n" })) write(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
