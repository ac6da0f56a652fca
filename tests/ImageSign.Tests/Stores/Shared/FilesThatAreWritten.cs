using System.Diagnostics;
using ImageSign.Stores.Shared;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Shared;

/// <summary>Locks and new files: what waits, what fails at once, and what is left behind.</summary>
public sealed class FilesThatAreWritten : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lock_that_cannot_be_made_fails_at_once()
    {
        var waiting = Stopwatch.StartNew();

        // The name of a directory, and a name that is too long: no time heals these.
        await RefusedAsync(_directory.Path);
        await RefusedAsync(_directory.File(new string('a', 300)));

        Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(10), $"{waiting.Elapsed}");
    }

    [Fact]
    public async Task A_lock_that_another_holds_is_waited_for()
    {
        var first = await FileLock.TakeAsync(_directory.File("lock"), "x", Cancelled);
        var second = FileLock.TakeAsync(_directory.File("lock"), "x", Cancelled);
        await Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public void A_full_and_a_read_only_file_system_are_called_so()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Contains("read-only", FileFaults.Reason(new IOException("x", 30)), StringComparison.Ordinal);
        Assert.Contains("no space", FileFaults.Reason(new IOException("x", 28)), StringComparison.Ordinal);
        Assert.False(FileFaults.IsSharingViolation(new IOException("x", 30)));
    }

    [Fact]
    public async Task New_files_of_processes_that_died_are_removed_and_those_in_use_are_not()
    {
        using var image = EmbeddedImage.Create().Write();
        var directory = Path.GetDirectoryName(image.Path)!;
        var dead = Old(directory, $".imagesign-{Guid.NewGuid():N}.tmp");
        var other = Old(directory, ".imagesign-mine.tmp");
        var used = Old(directory, $".imagesign-{Guid.NewGuid():N}.tmp");
        await using var user = new FileStream(used, FileMode.Open, FileAccess.Write, FileShare.None);
        var young = Path.Combine(directory, $".imagesign-{Guid.NewGuid():N}.tmp");
        await File.WriteAllTextAsync(young, "x", Cancelled);

        await new Engine().SignAsync(image.Reference, EmbeddedImage.Key, "embedded");

        Assert.False(File.Exists(dead));
        Assert.All([other, used, young], path => Assert.True(File.Exists(path), path));
    }

    [Fact]
    public async Task An_archive_is_closed_before_another_one_takes_its_place()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var image = EmbeddedImage.Create().Write();
        var open = new List<string>();
        FileSteps.Observe(step =>
        {
            if (step == FileStep.Rename) open.AddRange(Directory.GetFiles("/proc/self/fd").Select(file => File.ResolveLinkTarget(file, false)?.FullName).OfType<string>());
        });
        try
        {
            await new Engine().SignAsync(image.Reference, EmbeddedImage.Key, "embedded");
            File.Copy(Vectors.PathOf("archives/podman-oci.tar"), image.Path, overwrite: true);
            await new Engine().SignAsync($"oci-archive:{image.Path}", EmbeddedImage.Key);
        }
        finally
        {
            FileSteps.Observe(null);
        }

        Assert.NotEmpty(open);
        Assert.DoesNotContain(image.Path, open);
    }

    public void Dispose() => _directory.Dispose();

    private static string Old(string directory, string name)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, "x");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-3));
        return path;
    }

    private static async Task RefusedAsync(string path) =>
        Assert.Equal(ErrorCodes.StoreWriteFailed, (await Assert.ThrowsAsync<ImageSignException>(() => FileLock.TakeAsync(path, "x", Cancelled))).Code);
}
