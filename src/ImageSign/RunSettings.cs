using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>What an image's configuration says about running it, read strictly.</summary>
internal sealed record RunSettings
{
    private static readonly string[] Known = ["architecture", "os", "variant", "config", "rootfs", "history", "created", "author", "os.version", "os.features"];
    private static readonly string[] KnownRun = ["Env", "User", "Entrypoint", "Cmd", "WorkingDir", "Labels", "ExposedPorts", "Volumes", "StopSignal", "Shell", "Healthcheck", "OnBuild", "ArgsEscaped"];

    /// <summary>Members that the SDK writes itself; each is compared by its own rule, or says nothing about what runs.</summary>
    private static readonly string[] Compared = ["config", "rootfs", "history", "created", "author"];
    private static readonly string[] ComparedRun = ["Env", "User", "Entrypoint", "Cmd", "WorkingDir", "Labels", "ExposedPorts"];

    /// <summary>Members that must stay; the SDK drops the others where it does not know them.</summary>
    private static readonly string[] Kept = ["os", "architecture", "Volumes", "StopSignal"];

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Variables that stand in the list more than once: programs differ in which of them they see.</summary>
    public required IReadOnlyList<string> RepeatedVariables { get; init; }

    public required IReadOnlyList<string> Entrypoint { get; init; }

    public required IReadOnlyList<string> Cmd { get; init; }

    public required IReadOnlyList<string> DiffIds { get; init; }

    public required string User { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Everything else, by name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Others { get; init; }

    /// <summary>What an image built on nothing starts with.</summary>
    public static RunSettings None { get; } = Read("{}"u8.ToArray());

    public static RunSettings Read(ReadOnlyMemory<byte> config)
    {
        const string what = "the image configuration";
        using var json = OciJson.Parse(config, what);
        var root = OciJson.Object(json.RootElement.Clone(), what, Known);
        var run = root.TryGetProperty("config", out var found) && found.ValueKind != JsonValueKind.Null ? OciJson.Object(found, what, KnownRun) : default;
        var others = root.EnumerateObject().Where(member => !Compared.Contains(member.Name));
        if (run.ValueKind == JsonValueKind.Object) others = others.Concat(run.EnumerateObject().Where(member => !ComparedRun.Contains(member.Name)));
        var variables = Strings(run, "Env").Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0], StringComparer.Ordinal).ToList();
        return new RunSettings
        {
            Environment = variables.ToDictionary(group => group.Key, group => group.Last().ElementAtOrDefault(1) ?? "", StringComparer.Ordinal),
            RepeatedVariables = [.. variables.Where(group => group.Skip(1).Any()).Select(group => group.Key)],
            Entrypoint = Strings(run, "Entrypoint"),
            Cmd = Strings(run, "Cmd"),
            User = Text(run, "User"),
            WorkingDirectory = Text(run, "WorkingDir"),
            Labels = run.ValueKind == JsonValueKind.Undefined ? Descriptor.EmptyAnnotations : OciJson.OptionalStringMap(run, "Labels", what),
            DiffIds = root.TryGetProperty("rootfs", out var rootfs) ? Strings(rootfs, "diff_ids") : [],
            Others = others.Where(member => member.Value.ValueKind != JsonValueKind.Null).GroupBy(member => member.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
        };
    }

    /// <summary>The name of the first member besides the compared ones that is not the base's, or null.</summary>
    public string? DifferenceInOthers(RunSettings verified) =>
        Others.Where(pair => !verified.Others.TryGetValue(pair.Key, out var value) || !JsonElement.DeepEquals(value, pair.Value)).Select(pair => pair.Key)
            .Concat(Kept.Where(name => verified.Others.ContainsKey(name) && !Others.ContainsKey(name)))
            .FirstOrDefault();

    private static IReadOnlyList<string> Strings(JsonElement element, string name) => element.ValueKind == JsonValueKind.Undefined ? []
        : [.. OciJson.OptionalArray(element, name, "the image configuration", Limits.MaxHistory).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw OciJson.Malformed("the image configuration", $"'{name}' holds something other than a string"))];

    private static string Text(JsonElement element, string name) => element.ValueKind == JsonValueKind.Undefined ? "" : OciJson.OptionalString(element, name, "the image configuration") ?? "";
}
