using System.Text.Json;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>One verification that was made with the real notation, and what ImageSign should make of it.</summary>
public sealed record NotationCall(string Layout, string Policy, string Scope, string Metadata, bool Passes)
{
    /// <summary>All of expected.json but those with --max-signatures, whose outcome is random in notation.</summary>
    public static IReadOnlyList<NotationCall> All { get; } = Read();

    /// <summary>The metadata that is asked for.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Metadata.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [Metadata.Split('=')[0]] = Metadata.Split('=')[1] };

    public override string ToString() => $"{Layout} with {Policy}{(Metadata.Length == 0 ? "" : $" asking for {Metadata}")}";

    private static List<NotationCall> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(NotationVectors.Folder, "expected.json")));
        var calls = new List<NotationCall>();
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var arguments = item.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!).ToArray();
            if (arguments.Contains("--max-signatures")) continue;
            if (arguments is not ([] or ["--user-metadata", _])) throw new InvalidDataException($"Unknown arguments: {string.Join(' ', arguments)}");
            calls.Add(new NotationCall(
                item.GetProperty("layout").GetString()!,
                item.GetProperty("policy").GetString()!,
                item.GetProperty("scope").GetString()!,
                arguments is [_, var metadata] ? metadata : "",
                item.GetProperty("expect").GetString() == "pass"));
        }

        return calls;
    }
}
