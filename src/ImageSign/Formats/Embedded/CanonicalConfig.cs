using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>
/// What an embedded signature covers: everything in an image configuration that decides what runs, in a form that saving, loading, pushing and
/// recompressing do not change. Absent, null, empty, zero and false are the same; so are two spellings of one moment.
/// </summary>
internal sealed class CanonicalConfig
{
    private const string What = "the image configuration";

    private static readonly string[] KnownRoot =
    [
        "architecture", "os", "variant", "os.version", "os.features", "config", "rootfs", "history", "created", "author",
        "id", "parent", "comment", "container", "container_config", "docker_version", "throwaway",
    ];

    // What describes the container that a build ran in, and what engines fill in or leave out at will.
    private static readonly string[] NotCovered =
    [
        "Hostname", "Domainname", "AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce", "Image", "Memory", "MemorySwap", "CpuShares",
    ];

    private static readonly string[] Covered =
        ["User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels", "StopSignal"];

    // The image-spec has no such members, so converting to the OCI form drops them.
    private static readonly string[] OfDocker = ["Healthcheck", "OnBuild", "Shell", "StopTimeout", "ArgsEscaped", "NetworkDisabled", "MacAddress"];

    private static readonly string[] KnownConfig = [.. Covered, .. OfDocker, .. NotCovered];
    private static readonly string[] KnownRootfs = ["type", "diff_ids"];
    private static readonly string[] KnownHistory = ["created", "created_by", "author", "comment", "empty_layer"];

    private CanonicalConfig(byte[] bytes, IReadOnlyList<Digest> layers, IReadOnlyList<string> dropped, IReadOnlyDictionary<string, string> labels)
    {
        Descriptor = Descriptor.Of("application/vnd.imagesign.config+json", bytes);
        Bytes = bytes;
        Layers = layers;
        DroppedByConversion = dropped;
        Labels = labels;
    }

    /// <summary>The digest that is signed.</summary>
    public Descriptor Descriptor { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The digests of the uncompressed layers.</summary>
    public IReadOnlyList<Digest> Layers { get; }

    /// <summary>Members that a conversion to the OCI form would drop, and the signature with them.</summary>
    public IReadOnlyList<string> DroppedByConversion { get; }

    /// <summary>All labels, ours too.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Reads a configuration; anything that two readers could read differently is malformed.</summary>
    public static CanonicalConfig Read(ReadOnlyMemory<byte> raw)
    {
        using var json = OciJson.Parse(raw, What);
        var root = OciJson.Object(json.RootElement, What, KnownRoot);
        var members = new Members();
        foreach (var name in (ReadOnlySpan<string>)["architecture", "os", "variant", "os.version", "author"]) members.Text(name, OciJson.OptionalString(root, name, What));
        members.Any("os.features", Member(root, "os.features"));
        if (OciJson.OptionalString(root, "created", What) is { } created) members.Text("created", ConfigTime.Normalise(created));
        var layers = Rootfs(root, members);
        members.Items("history", OciJson.OptionalArray(root, "history", What, Limits.MaxHistory).Select(History));
        var config = Member(root, "config") is { ValueKind: not JsonValueKind.Null } value ? OciJson.Object(value, What, KnownConfig) : default;
        var labels = config.ValueKind == JsonValueKind.Object ? OciJson.OptionalStringMap(config, "Labels", What) : Descriptor.EmptyAnnotations;
        var inner = Config(config, labels);
        if (inner.Count > 0) members.Add("config", writer => writer.Object(inner));
        return new CanonicalConfig(CanonicalJson.Write(members), layers, [.. inner.Keys.Except(Covered, StringComparer.Ordinal)], labels);
    }

    private static Members Config(JsonElement config, IReadOnlyDictionary<string, string> labels)
    {
        var members = new Members();
        if (config.ValueKind != JsonValueKind.Object) return members;
        foreach (var member in config.EnumerateObject())
        {
            switch (member.Name)
            {
                case "Labels":
                    var signed = labels.Where(label => label.Key != SignatureLabel.Name).ToList();
                    if (signed.Count > 0) members.Add("Labels", writer => writer.Object(signed.Select(label => KeyValuePair.Create<string, Action<CanonicalJson>>(label.Key, inner => inner.String(label.Value)))));
                    break;
                case "Healthcheck" when member.Value.ValueKind == JsonValueKind.Object:
                    var check = new Members();
                    foreach (var part in member.Value.EnumerateObject()) check.Any(part.Name, part.Value);
                    if (check.Count > 0) members.Add(member.Name, writer => writer.Object(check));
                    break;
                case var name when !NotCovered.Contains(name):
                    members.Any(name, member.Value);
                    break;
            }
        }

        return members;
    }

    private static List<Digest> Rootfs(JsonElement root, Members members)
    {
        var rootfs = OciJson.Object(Member(root, "rootfs"), "'rootfs' of the image configuration", KnownRootfs);
        if (OciJson.RequiredString(rootfs, "type", What) is var type && type != "layers") throw OciJson.Malformed(What, $"its rootfs is of type '{type}'");
        // The original signer's payload had null here: a signature over no layer at all.
        if (Member(rootfs, "diff_ids").ValueKind != JsonValueKind.Array) throw OciJson.Malformed(What, "'diff_ids' is missing: a signature would cover no layer");
        var layers = OciJson.OptionalArray(rootfs, "diff_ids", What, Limits.MaxLayers)
            .Select(item => item.ValueKind == JsonValueKind.String && Digest.TryParse(item.GetString(), out var digest) ? digest : throw OciJson.Malformed(What, "a diff_id is not a SHA-256 digest"))
            .ToList();
        members.Add("rootfs", writer => writer.Value(rootfs));
        return layers;
    }

    private static Action<CanonicalJson> History(JsonElement entry)
    {
        OciJson.Object(entry, "the history of the image configuration", KnownHistory);
        var members = new Members();
        foreach (var member in entry.EnumerateObject())
        {
            if (member.Name == "created" && member.Value.ValueKind == JsonValueKind.String) members.Text("created", ConfigTime.Normalise(member.Value.GetString()!));
            else members.Any(member.Name, member.Value);
        }

        return writer => writer.Object(members);
    }

    private static JsonElement Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Members to be written; empty ones are left out.</summary>
    private sealed class Members : Dictionary<string, Action<CanonicalJson>>
    {
        public Members()
            : base(StringComparer.Ordinal)
        {
        }

        public void Text(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) Add(name, writer => writer.String(value));
        }

        public void Items(string name, IEnumerable<Action<CanonicalJson>> items)
        {
            var list = items.ToList();
            if (list.Count > 0) Add(name, writer => writer.Array(list));
        }

        public void Any(string name, JsonElement value)
        {
            if (!IsEmpty(value)) Add(name, writer => writer.Value(value));
        }

        private static bool IsEmpty(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => true,
            JsonValueKind.String => value.GetString()!.Length == 0,
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => value.GetPropertyCount() == 0,
            JsonValueKind.Number => value.TryGetInt64(out var number) && number == 0,
            _ => false,
        };
    }
}
