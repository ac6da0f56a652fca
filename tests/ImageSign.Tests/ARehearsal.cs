using ImageSign.Rehearsals;

namespace ImageSign.Tests;

/// <summary>What the package does on another thread while a project is built.</summary>
public sealed class ARehearsal
{
    // It throws where signing fails: then it would prepare nothing.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Goes_through_to_the_end(bool baseImage) => EngineRehearsal.RunAsync(baseImage, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Leaves_no_file_behind()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        await EngineRehearsal.RunAsync(baseImage: true, TestContext.Current.CancellationToken);
        var files = Directory.Exists(cache) ? Directory.EnumerateFiles(cache, "*rehearsal*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }) : [];
        Assert.Empty(files);
    }
}
