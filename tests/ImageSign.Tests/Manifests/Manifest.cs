using System.Text;
using ImageSign.Manifests;

namespace ImageSign.Tests.Manifests;

/// <summary>A manifest as text, read.</summary>
internal static class Manifest
{
    public static ManifestFile Parse(string text) => ManifestFile.Parse("test.yaml", Encoding.UTF8.GetBytes(text));

    /// <summary>The images that it names; nothing was left open.</summary>
    public static IReadOnlyList<string> Images(string text)
    {
        var file = Parse(text);
        Assert.Empty(file.Problems.Select(problem => problem.ToString()));
        return [.. file.Images.Select(image => image.Image.ToString())];
    }

    /// <summary>What was not understood.</summary>
    public static IReadOnlyList<string> Problems(string text) => [.. Parse(text).Problems.Select(problem => problem.ToString())];

    /// <summary>The text with <c>PINNED</c> in the place of each image.</summary>
    public static string Pinned(string text) => Parse(text).Replace(image => "PINNED");
}
