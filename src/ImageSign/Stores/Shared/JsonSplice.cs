using System.Text;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>Changes a JSON document that somebody else wrote by cutting and inserting bytes, so that everything else in it stays exactly as it was.</summary>
internal static class JsonSplice
{
    /// <summary>The document with <paramref name="items"/> at the end of the array member <paramref name="array"/> of its root object.</summary>
    public static byte[] Append(ReadOnlySpan<byte> document, string array, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        if (items.Count == 0) return document.ToArray();
        var (position, isEmpty, isNull) = FindEnd(document, array);
        var joined = new List<byte>();
        foreach (var item in items)
        {
            if (joined.Count > 0 || !isEmpty) joined.Add((byte)',');
            joined.AddRange(item.Span);
        }

        return isNull
            ? [.. document[..position], (byte)'[', .. joined, (byte)']', .. document[(position + "null".Length)..]]
            : [.. document[..position], .. joined, .. document[position..]];
    }

    /// <summary>The document in which the item at <paramref name="position"/> of the array member names other content of the same kind.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> document, string array, int position, Digest digest, long size)
    {
        var reader = Enter(document, array);
        for (var i = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; i++)
        {
            if (i == position) return ReplaceMembers(document, ref reader, digest, size);
            reader.Skip();
        }

        throw OciJson.Malformed("the index", $"it has no entry {position}");
    }

    private static byte[] ReplaceMembers(ReadOnlySpan<byte> document, ref Utf8JsonReader reader, Digest digest, long size)
    {
        var edits = new List<(int Start, int End, string Value)>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var value = reader.ValueTextEquals("digest") ? $"\"{digest}\"" : reader.ValueTextEquals("size") ? $"{size}" : null;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (value is not null) edits.Add((start, (int)reader.BytesConsumed, value));
        }

        var result = new List<byte>();
        var done = 0;
        foreach (var (start, end, value) in edits)
        {
            result.AddRange(document[done..start]);
            result.AddRange(Encoding.UTF8.GetBytes(value));
            done = end;
        }

        result.AddRange(document[done..]);
        return [.. result];
    }

    /// <summary>Where another item goes: behind the last one, or between the brackets, or in place of a <c>null</c>.</summary>
    private static (int Position, bool IsEmpty, bool IsNull) FindEnd(ReadOnlySpan<byte> document, string array)
    {
        var reader = Enter(document, array);
        if (reader.TokenType == JsonTokenType.Null) return ((int)reader.TokenStartIndex, true, true);
        var end = (int)reader.BytesConsumed;
        var isEmpty = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            end = (int)reader.BytesConsumed;
            isEmpty = false;
        }

        return (end, isEmpty, false);
    }

    private static Utf8JsonReader Enter(ReadOnlySpan<byte> document, string array)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = Limits.MaxJsonDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(array);
            reader.Read();
            if (found) return reader.TokenType is JsonTokenType.StartArray or JsonTokenType.Null ? reader : throw OciJson.Malformed("the document", $"'{array}' is not an array");
            reader.Skip();
        }

        throw OciJson.Malformed("the document", $"'{array}' is missing");
    }
}
