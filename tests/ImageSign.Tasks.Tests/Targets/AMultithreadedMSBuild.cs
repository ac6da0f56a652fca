using ImageSign.Tasks.Tests.Packages;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary><c>-mt</c>: MSBuild sends tasks that are not marked as fit for it to another process.</summary>
public sealed class AMultithreadedMSBuild
{
    [Fact]
    public async Task Runs_the_task_in_process()
    {
        using var publish = new FakePublish { Image = TestImages.Build() };
        var result = (await Dotnet.RunAsync(Path.GetTempPath(), "msbuild", publish.WriteProject(), "-t:PublishContainer", "-mt", "-v:diag")).EnsureSuccess();

        Assert.Contains("IMGSIGN7001", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ran in TaskHost", result.Output, StringComparison.Ordinal);
    }
}
