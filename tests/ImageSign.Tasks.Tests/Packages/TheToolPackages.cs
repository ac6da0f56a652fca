using System.IO.Compression;

namespace ImageSign.Tasks.Tests.Packages;

public sealed class TheToolPackages(PackedTool tool) : IClassFixture<PackedTool>
{
    private static readonly byte[] Elf = [0x7F, (byte)'E', (byte)'L', (byte)'F'];

    [Fact]
    public void The_native_one_holds_the_program_and_nothing_else()
    {
        Assert.Equal(
            ["README.md", "icon.png", "tools/any/linux-x64/DotnetToolSettings.xml", "tools/any/linux-x64/dotnet-image-sign"],
            FilesIn($".{PackedTool.RuntimeIdentifier}"));
    }

    [Fact]
    public void The_one_for_other_systems_holds_assemblies_without_what_only_a_debugger_reads()
    {
        var files = FilesIn(".any");
        Assert.Contains("tools/net10.0/any/dotnet-image-sign.dll", files);
        Assert.Contains("tools/net10.0/any/ImageSign.dll", files);
        Assert.DoesNotContain(files, file => file.EndsWith(".xml", StringComparison.Ordinal) && !file.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal));
    }

    [Fact]
    public void The_one_that_users_name_only_names_the_others()
    {
        Assert.Equal(["README.md", "icon.png", "tools/any/any/DotnetToolSettings.xml"], FilesIn(""));
    }

    [Fact]
    public async Task Installed_into_a_directory_it_is_native_and_signs_and_verifies()
    {
        await using var desk = await ToolDesk.CreateAsync(tool);
        var command = await desk.InstallAsync();

        Assert.Equal(Elf, (await File.ReadAllBytesAsync(command, TestContext.Current.CancellationToken))[..Elf.Length]);
        await desk.SignsAndVerifiesAsync(command);
    }

    [Fact]
    public async Task Installed_by_a_manifest_it_signs_and_verifies()
    {
        await using var desk = await ToolDesk.CreateAsync(tool);
        (await desk.DotnetAsync("new", "tool-manifest")).EnsureSuccess();
        (await desk.DotnetAsync("tool", "install", PackedTool.PackageId, "--version", tool.Version)).EnsureSuccess();

        await desk.SignsAndVerifiesAsync(Dotnet.Muxer, "image-sign");
    }

    [Fact]
    public async Task Run_once_without_an_installation_it_signs_and_verifies()
    {
        await using var desk = await ToolDesk.CreateAsync(tool);
        await desk.SignsAndVerifiesAsync(Dotnet.Muxer, "dnx", $"{PackedTool.PackageId}@{tool.Version}", "--yes", "--");
    }

    [Fact]
    public async Task On_a_system_without_a_native_one_it_runs_on_the_shared_runtime()
    {
        await using var desk = await ToolDesk.CreateAsync(tool, runtimeIdentifier: "freebsd-x64");
        var command = await desk.InstallAsync();

        Assert.Single(Directory.GetFiles(desk.ToolDirectory, "dotnet-image-sign.dll", SearchOption.AllDirectories));
        await desk.SignsAndVerifiesAsync(command);
    }

    /// <summary>What a package holds besides NuGet's own files.</summary>
    private string[] FilesIn(string suffix)
    {
        using var archive = ZipFile.OpenRead(tool.PathOf(suffix));
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }
}
