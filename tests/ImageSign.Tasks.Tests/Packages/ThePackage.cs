using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace ImageSign.Tasks.Tests.Packages;

[Collection(RealPackage.Name)]
public sealed class ThePackage(PackedPackage package)
{
    [Fact]
    public void Holds_the_targets_and_the_task_with_all_that_it_needs_and_nothing_of_MSBuild()
    {
        var files = Files();
        Assert.Superset(
            new HashSet<string>
            {
                "README.md",
                "build/ImageSign.Tasks.props",
                "build/ImageSign.Tasks.targets",
                "tasks/net10.0/ImageSign.Tasks.dll",
                "tasks/net10.0/ImageSign.Tasks.deps.json",
                "tasks/net10.0/ImageSign.dll",
                "tasks/net10.0/BouncyCastle.Cryptography.dll",
                "tasks/net10.0/Polly.Core.dll",
            },
            files);
        var portable = files.Where(file => file.StartsWith("tasks/net10.0/", StringComparison.Ordinal) && file.Count(c => c == '/') == 2 && file.EndsWith(".dll", StringComparison.Ordinal));
        // BouncyCastle is large, seldom needed, and the same everywhere: it is there once.
        Assert.Single(files, file => file.EndsWith("/BouncyCastle.Cryptography.dll", StringComparison.Ordinal));
        portable = portable.Where(file => !file.EndsWith("/BouncyCastle.Cryptography.dll", StringComparison.Ordinal));
        Assert.Superset(portable.Select(file => file.Replace("net10.0/", $"net10.0/{RuntimeInformation.RuntimeIdentifier}/", StringComparison.Ordinal)).ToHashSet(), files);
        Assert.DoesNotContain(files, file => file.Contains("Microsoft.Build", StringComparison.Ordinal));
    }

    [Fact]
    public void Reaches_neither_the_compiler_nor_projects_that_reference_its_consumer()
    {
        Assert.DoesNotContain(Files(), file => file.Split('/')[0] is "lib" or "ref" or "buildTransitive" or "runtimes");
        using var archive = ZipFile.OpenRead(package.Path);
        using var nuspec = archive.GetEntry("ImageSign.Tasks.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Descendants().ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.Equal(["true"], metadata["developmentDependency"]);
        Assert.Empty(metadata["dependency"]);
    }

    [Theory]
    [InlineData("ImageSign.dll")]
    [InlineData("ImageSign.Tasks.dll")]
    public void Brings_what_runs_in_every_publish_compiled_ahead(string file)
    {
        using var archive = ZipFile.OpenRead(package.Path);
        using var content = archive.GetEntry($"tasks/net10.0/{RuntimeInformation.RuntimeIdentifier}/{file}")!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        bytes.Position = 0;
        using var reader = new PEReader(bytes);
        Assert.NotEqual(0, reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    [Fact]
    public void Says_where_it_comes_from_and_has_no_link_that_is_dead_in_a_gallery()
    {
        using var archive = ZipFile.OpenRead(package.Path);
        var metadata = Metadata(archive);
        Assert.Equal("https://github.com/imagesign/imagesign", (string?)metadata.Element(metadata.Name.Namespace + "repository")!.Attribute("url"));
        foreach (var name in new[] { "projectUrl", "releaseNotes", "copyright", "license" }) Assert.NotEmpty(metadata.Element(metadata.Name.Namespace + name)!.Value);
        var icon = metadata.Element(metadata.Name.Namespace + "icon")!.Value;
        Assert.NotNull(archive.GetEntry(icon));
        using var text = new StreamReader(archive.GetEntry("README.md")!.Open());
        Assert.DoesNotMatch(@"\]\((?!https://)", text.ReadToEnd());
    }

    private static XElement Metadata(ZipArchive archive)
    {
        using var nuspec = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var root = XElement.Load(nuspec);
        return root.Element(root.Name.Namespace + "metadata")!;
    }

    private HashSet<string> Files()
    {
        using var archive = ZipFile.OpenRead(package.Path);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
