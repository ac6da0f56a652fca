namespace ImageSign.Oci;

/// <summary>What an image's configuration says it runs on.</summary>
internal static class ImageConfigPlatform
{
    private static readonly string[] Known = ["architecture", "os", "variant", "config", "rootfs", "history", "created", "author", "os.version", "os.features"];

    public static Platform Read(ReadOnlyMemory<byte> config)
    {
        const string what = "the image configuration";
        using var json = OciJson.Parse(config, what);
        var root = OciJson.Object(json.RootElement, what, Known);
        return new Platform(
            OciJson.OptionalString(root, "os", what) ?? "",
            OciJson.OptionalString(root, "architecture", what) ?? "",
            OciJson.OptionalString(root, "variant", what));
    }
}
