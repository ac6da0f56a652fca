using System.Text;
using ImageSign.Manifests;

namespace ImageSign.Fuzz.Targets;

/// <summary>Kubernetes objects and Compose files.</summary>
internal static class ManifestFiles
{
    private const string Pinned = "registry.example/pinned@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static void Read(byte[] input)
    {
        var file = ManifestFile.Parse("the manifest", input);
        if (file.Images.Any(image => image.Place is null)) return;
        var pinned = ManifestFile.Parse("the manifest", Encoding.UTF8.GetBytes(file.Replace(_ => Pinned)));
        // What is printed is deployed: it names what was verified, and nothing besides.
        if (file.Problems.Count == 0 && (pinned.Problems.Count > 0 || pinned.Images.Count != file.Images.Count || pinned.Images.Any(image => $"{image.Image.Name}@{image.Image.Digest}" != Pinned)))
        {
            throw new PropertyViolatedException("pinned manifests name other images");
        }
    }
}
