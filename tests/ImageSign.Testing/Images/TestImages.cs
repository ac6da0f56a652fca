using System.Text.Json.Nodes;

namespace ImageSign.Testing.Images;

/// <summary>Builds small valid images, indexes and artifacts. The same options always give the same bytes.</summary>
public static class TestImages
{
    /// <summary>An image.</summary>
    public static TestImage Build(TestImageOptions? options = null)
    {
        options ??= new TestImageOptions();
        var layers = options.Layers.Select(TestLayer.Of).ToList();
        var config = TestJson.Bytes(TestImageConfig.For(options, layers));
        var mediaType = options.Docker ? OciMediaTypes.DockerManifest : OciMediaTypes.Manifest;
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = mediaType,
            ["config"] = Descriptor(options.Docker ? OciMediaTypes.DockerConfig : OciMediaTypes.Config, config),
            ["layers"] = Array(layers.Select(layer => Descriptor(options.Docker ? OciMediaTypes.DockerLayerGzip : OciMediaTypes.LayerGzip, layer.Compressed))),
        };
        AddAnnotations(manifest, options.Annotations);
        return new TestImage(TestJson.Bytes(manifest), mediaType)
        {
            Blobs = [config, .. layers.Select(layer => layer.Compressed)],
            Platform = TestImageConfig.PlatformOf(options),
        };
    }

    /// <summary>An index (or Docker manifest list) of images, each with its platform.</summary>
    public static TestImage BuildIndex(IReadOnlyList<TestImage> children, bool docker = false, IReadOnlyDictionary<string, string>? annotations = null)
    {
        var mediaType = docker ? OciMediaTypes.DockerManifestList : OciMediaTypes.Index;
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = mediaType, ["manifests"] = Array(children.Select(WithPlatform)) };
        AddAnnotations(index, annotations);
        return new TestImage(TestJson.Bytes(index), mediaType) { Children = children };
    }

    /// <summary>An index of the same image for linux/amd64 and linux/arm64.</summary>
    public static TestImage MultiArch(TestImageOptions? options = null)
    {
        options ??= new TestImageOptions();
        return BuildIndex([Build(options with { Architecture = "amd64" }), Build(options with { Architecture = "arm64" })], options.Docker);
    }

    /// <summary>An OCI base image without layers, which the .NET SDK takes as a container base. It publishes on it; nothing runs on it.</summary>
    public static TestImage MinimalBase(string architecture = "amd64") => Build(new TestImageOptions { Architecture = architecture, Layers = [] });

    /// <summary>The same for linux/amd64 and linux/arm64, for a publish of several runtime identifiers.</summary>
    public static TestImage MinimalBaseIndex() => BuildIndex([MinimalBase(), MinimalBase("arm64")]);

    /// <summary>An OCI 1.1 artifact with the empty config and one layer, which refers to <paramref name="subject"/>.</summary>
    public static TestImage BuildReferrer(
        JsonObject subject, string artifactType, byte[] content, string? layerMediaType = null, IReadOnlyDictionary<string, string>? annotations = null)
    {
        // image-spec 1.1, "Guidance for an Empty Descriptor".
        var empty = "{}"u8.ToArray();
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = OciMediaTypes.Manifest,
            ["artifactType"] = artifactType,
            ["config"] = Descriptor("application/vnd.oci.empty.v1+json", empty),
            ["layers"] = Array([Descriptor(layerMediaType ?? artifactType, content)]),
            ["subject"] = subject.DeepClone(),
        };
        AddAnnotations(manifest, annotations);
        return new TestImage(TestJson.Bytes(manifest), OciMediaTypes.Manifest) { Blobs = [empty, content] };
    }

    private static JsonObject WithPlatform(TestImage child)
    {
        var descriptor = child.ToDescriptor();
        if (child.Platform is not null)
        {
            descriptor["platform"] = child.Platform.DeepClone();
        }

        return descriptor;
    }

    private static JsonObject Descriptor(string mediaType, byte[] content) =>
        new() { ["mediaType"] = mediaType, ["digest"] = TestDigest.Of(content), ["size"] = content.Length };

    private static void AddAnnotations(JsonObject manifest, IReadOnlyDictionary<string, string>? annotations)
    {
        if (annotations is { Count: > 0 })
        {
            manifest["annotations"] = TestImageConfig.Map(annotations);
        }
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => [.. items];
}
