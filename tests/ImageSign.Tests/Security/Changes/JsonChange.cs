using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace ImageSign.Tests.Security.Changes;

/// <summary>A change of one value of a JSON document that leaves it one: another type, another member, other text, or other bytes inside Base64.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">To which of the document's values, modulo their number.</param>
/// <param name="Inner">What is done to text and to what Base64 holds.</param>
internal sealed record JsonChange(int Kind, int Target, IChange Inner) : IChange
{
    public static Gen<IChange> Any { get; } = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000], ByteChange.Any, IChange (kind, target, inner) => new JsonChange(kind, target, inner));

    /// <summary>The changed document; what is no JSON is changed as bytes.</summary>
    public byte[] Apply(byte[] content)
    {
        try
        {
            if (JsonNode.Parse(content) is not { } root) return Inner.Apply(content);
            var places = Places(root).ToArray();
            if (places.Length == 0) return Inner.Apply(content);
            Change(places[Target % places.Length]);
            return JsonSerializer.SerializeToUtf8Bytes(root);
        }
        catch (JsonException)
        {
            return Inner.Apply(content);
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(child => Places(child).Prepend(child)),
        JsonArray items => items.OfType<JsonNode>().SelectMany(child => Places(child).Prepend(child)),
        _ => [],
    };

    private void Change(JsonNode place)
    {
        switch (Kind)
        {
            case 0 when place.Parent is JsonObject parent:
                parent.Remove(place.GetPropertyName());
                break;
            case 1 when place.Parent is JsonObject parent:
                parent[place.GetPropertyName().ToUpperInvariant()] = place.DeepClone();
                break;
            case 2 when place.Parent is JsonArray parent:
                parent.Add(place.DeepClone());
                break;
            case 3:
                place.ReplaceWith<JsonNode?>(null);
                break;
            case 4:
                place.ReplaceWith(new JsonArray(place.DeepClone()));
                break;
            case 5 when place is JsonObject members:
                members["unknown"] = "x";
                break;
            case 6 when place is JsonArray items:
                items.Clear();
                break;
            default:
                place.ReplaceWith(Other(place));
                break;
        }
    }

    private JsonNode Other(JsonNode place)
    {
        if (place is not JsonValue value) return "x";
        if (value.TryGetValue<long>(out var number)) return number + 1;
        if (!value.TryGetValue<string>(out var text)) return 1;
        var decoded = new byte[text.Length];
        return text.Length > 16 && Convert.TryFromBase64String(text, decoded, out var length)
            ? Convert.ToBase64String((Kind == 9 ? new JsonChange(Target % 7, Target, Inner) : Inner).Apply(decoded[..length]))
            : System.Text.Encoding.Latin1.GetString(Inner.Apply(System.Text.Encoding.Latin1.GetBytes(text)));
    }
}
