using System.Text.Json.Nodes;

namespace ImageSign.Testing.Images;

/// <summary>The JSON of an image's config: image-spec, "Image Configuration".</summary>
internal static class TestImageConfig
{
    public static JsonObject For(TestImageOptions options, IReadOnlyList<TestLayer> layers)
    {
        var created = options.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
        var config = PlatformOf(options);
        config["created"] = created;
        config["config"] = Runtime(options);
        config["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = Strings(layers.Select(layer => layer.DiffId)) };
        config["history"] = new JsonArray(
            [.. layers.Select(_ => new JsonObject { ["created"] = created, ["created_by"] = "ImageSign.Testing" })]);
        return config;
    }

    public static JsonObject PlatformOf(TestImageOptions options)
    {
        var platform = new JsonObject { ["architecture"] = options.Architecture, ["os"] = options.Os };
        if (options.Variant is not null)
        {
            platform["variant"] = options.Variant;
        }

        return platform;
    }

    public static JsonObject Map(IReadOnlyDictionary<string, string> pairs)
    {
        var map = new JsonObject();
        foreach (var (name, value) in pairs)
        {
            map[name] = value;
        }

        return map;
    }

    private static JsonObject Runtime(TestImageOptions options)
    {
        var runtime = new JsonObject { ["Env"] = Strings(options.Env) };
        Add("User", options.User is null ? null : JsonValue.Create(options.User));
        Add("Entrypoint", options.Entrypoint.Count == 0 ? null : Strings(options.Entrypoint));
        Add("Cmd", options.Cmd.Count == 0 ? null : Strings(options.Cmd));
        Add("WorkingDir", options.WorkingDir is null ? null : JsonValue.Create(options.WorkingDir));
        Add("Labels", options.Labels.Count == 0 ? null : Map(options.Labels));
        return runtime;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                runtime[name] = value;
            }
        }
    }

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
