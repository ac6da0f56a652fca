using System.Text;
using YamlDotNet.Core;

namespace ImageSign.Manifests;

/// <summary>One manifest file: its text, the images that it names, and what was not understood.</summary>
internal sealed class ManifestFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ManifestFile(string path, string text) => (Path, Text) = (path, text);

    public string Path { get; }

    /// <summary>The text, as it is in the file.</summary>
    public string Text { get; }

    public IReadOnlyList<ManifestImage> Images { get; private set; } = [];

    public IReadOnlyList<ManifestProblem> Problems { get; private set; } = [];

    /// <summary>True when one of its documents is a Compose file, of which there can be only one.</summary>
    public bool IsCompose { get; private set; }

    public static ManifestFile Parse(string path, ReadOnlySpan<byte> content)
    {
        var collector = new ImageCollector(path);
        ManifestFile file;
        try
        {
            file = new ManifestFile(path, StrictUtf8.GetString(content));
            file.Walk(collector);
        }
        catch (DecoderFallbackException)
        {
            file = new ManifestFile(path, "");
            collector.Problem(line: 1, YamlPath.Root, "it is not UTF-8 text");
        }

        (file.Images, file.Problems) = (collector.Images, collector.Problems);
        return file;
    }

    private void Walk(ImageCollector collector)
    {
        IReadOnlyList<YamlNode> documents;
        try
        {
            documents = YamlReader.Read(Text, Path);
        }
        catch (YamlException e)
        {
            var template = Text.Contains("{{", StringComparison.Ordinal) ? "it is a template" : "it is not YAML that is read here";
            collector.Problem(e.Start.Line, YamlPath.Root, $"{template}: {e.Message.ReplaceLineEndings(" ")}");
            return;
        }

        // Helm leaves documents empty.
        var objects = documents.Where(document => document is not YamlScalar { Value: "" or "null" or "~" }).ToList();
        foreach (var document in objects) Walk(document, collector);
        if (collector.Images.Count > 0 || collector.Problems.Count > 0) return;
        var open = objects.OfType<YamlMapping>().FirstOrDefault(document => IsCompose || !KubernetesObject.RunsNothing(document));
        if (open is not null) collector.Problem(open, YamlPath.Root, IsCompose ? "it names no image" : $"{open.TextOf("kind")} ({open.TextOf("apiVersion")}) names no image");
        else if (objects.Count == 0) collector.Problem(line: 1, YamlPath.Root, "it holds no manifest");
    }

    private void Walk(YamlNode document, ImageCollector collector)
    {
        if (document is YamlMapping mapping && KubernetesObject.Is(mapping)) new KubernetesObject(collector).Walk(mapping, YamlPath.Root);
        else if (document is YamlMapping compose && ComposeFile.Is(compose))
        {
            IsCompose = true;
            new ComposeFile(collector).Walk(compose);
        }
        else collector.Problem(document, YamlPath.Root, "it is neither a Kubernetes object (apiVersion, kind) nor a Compose file (services)");
    }

    /// <summary>The text with each image replaced; every other character as it was.</summary>
    public string Replace(Func<ManifestImage, string> replacement)
    {
        var text = new StringBuilder(Text.Length);
        var copied = 0;
        foreach (var image in Images.OrderBy(image => image.Place!.Value.Start.Value))
        {
            var place = image.Place!.Value;
            text.Append(Text, copied, place.Start.Value - copied).Append(replacement(image));
            copied = place.End.Value;
        }

        return text.Append(Text, copied, Text.Length - copied).ToString();
    }
}
