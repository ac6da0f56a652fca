using ImageSign.Oci;

namespace ImageSign.Manifests;

/// <summary>Collects what one file names and what it leaves open.</summary>
internal sealed class ImageCollector(string file)
{
    private readonly List<ManifestImage> _images = [];
    private readonly List<ManifestProblem> _problems = [];
    private readonly HashSet<YamlScalar> _seen = [];

    public IReadOnlyList<ManifestImage> Images => _images;

    public IReadOnlyList<ManifestProblem> Problems => _problems;

    public void Problem(YamlNode node, YamlPath path, string reason) => Problem(node.Line, path, reason);

    public void Problem(long line, YamlPath path, string reason) => _problems.Add(new ManifestProblem(file, line, path.ToString(), reason));

    /// <summary>Takes the value of a member that names an image.</summary>
    public void Image(YamlNode node, YamlPath path)
    {
        if (node is not YamlScalar { Value: var text } scalar) Problem(node, path, "an image is one text");
        else if (!_seen.Add(scalar)) return;
        else if (text.Contains("{{", StringComparison.Ordinal)) Problem(node, path, $"'{text}' is a template");
        else if (text.Contains('$', StringComparison.Ordinal)) Problem(node, path, $"'{text}' holds a variable");
        else if (text is "" or "null" or "~") Problem(node, path, "it is empty");
        else if (Read(text, out var reason) is { } image) _images.Add(new ManifestImage(image, text, node.Line, path.ToString(), scalar.Place));
        else Problem(node, path, reason);
    }

    private static ImageReference? Read(string text, out string reason)
    {
        try
        {
            reason = "";
            return ImageReference.ParseName(text);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.InvalidReference || e.Code == ErrorCodes.DigestAlgorithm)
        {
            reason = e.Message.TrimEnd('.');
            return null;
        }
    }
}
