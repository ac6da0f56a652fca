using System.IO.Compression;
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

    private HashSet<string> Files()
    {
        using var archive = ZipFile.OpenRead(package.Path);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
