namespace ImageSign.Manifests;

/// <summary>Finds the images in a Compose file.</summary>
internal sealed class ComposeFile(ImageCollector collector)
{
    public static bool Is(YamlMapping document) => document.Find("services") is YamlMapping;

    public void Walk(YamlMapping document)
    {
        if (document.Find("include") is { } include) collector.Problem(include, YamlPath.Root.At("include"), "the files that it includes are not read");
        foreach (var (name, service) in ((YamlMapping)document.Find("services")!).Members) Service(service, YamlPath.Root.At("services").At(name));
    }

    private void Service(YamlNode node, YamlPath path)
    {
        if (node is not YamlMapping service)
        {
            collector.Problem(node, path, "a service is a mapping");
            return;
        }

        if (service.Members.Select(member => member.Key).FirstOrDefault(name => name != "image" && string.Equals(name, "image", StringComparison.OrdinalIgnoreCase)) is { } twin) collector.Problem(node, path.At(twin), "it is not 'image', and some readers take it for that");
        if (service.Find("image") is { } image) collector.Image(image, path.At("image"));
        else if (service.Find("build") is not null) collector.Problem(node, path, "the service is built here and names no image");
        else if (service.Find("extends") is not null) collector.Problem(node, path, "the service extends another one, which is not read");
        else collector.Problem(node, path, "the service names no image");
        if (service.Find("volumes") is YamlSequence volumes) Volumes(volumes, path.At("volumes"));
    }

    /// <summary>compose-spec, "volumes": "type: image" mounts the image that <c>source</c> names.</summary>
    private void Volumes(YamlSequence volumes, YamlPath path)
    {
        for (var i = 0; i < volumes.Items.Count; i++)
        {
            if (volumes.Items[i] is not YamlMapping volume || volume.TextOf("type") != "image") continue;
            if (volume.Find("source") is { } source) collector.Image(source, path.At(i).At("source"));
            else collector.Problem(volume, path.At(i), "the image to mount is not named");
        }
    }
}
