using ImageSign.Oci;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>Moves the user's tags to the image that is signed now: those of platform images first, the index's last.</summary>
[MSBuildMultiThreadableTask]
public sealed class MoveTags : EngineTask
{
    /// <summary>The registry that was pushed to.</summary>
    [Required]
    public string Registry { get; set; } = "";

    /// <summary>The repository in it.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary>What the tags pointed at before the push, from <see cref="RememberTags"/>.</summary>
    public ITaskItem[] Snapshot { get; set; } = [];

    /// <summary>The tag that was pushed under.</summary>
    [Required]
    public string PendingTag { get; set; } = "";

    /// <summary><c>@(GeneratedContainer)</c>.</summary>
    public ITaskItem[] Containers { get; set; } = [];

    /// <summary><c>$(GeneratedImageIndex)</c>; empty for one platform.</summary>
    public string ImageIndex { get; set; } = "";

    /// <summary>The user's tags.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The runtime identifiers of the platform images.</summary>
    public string[] RuntimeIdentifiers { get; set; } = [];

    /// <summary>True: move nothing, and say what is left over.</summary>
    public bool Abandon { get; set; }

    private protected override async System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken)
    {
        var moved = new List<string>();
        string? unknown = null;
        try
        {
            if (!Abandon) unknown = await MoveAsync(moved, log, cancellationToken);
        }
        catch (ImageSignException failure)
        {
            log.Error(failure);
        }
        finally
        {
            // Also when it was cancelled: whoever reads the log must not have to guess what a tag points at.
            Report(moved, unknown, log);
        }
    }

    private void Report(List<string> moved, string? unknown, MSBuildLog log)
    {
        string[] left = [.. Snapshot.Select(item => item.ItemSpec).Except(moved, StringComparer.Ordinal).Where(tag => tag != unknown)];
        string[] pending = [PendingTag, .. DistinctNames.Of(RuntimeIdentifiers).Select(identifier => $"{PendingTag}-{identifier}")];
        if (left.Length == 0 && unknown is null) log.Info($"Moved the tags {Names(moved)}; the registry keeps {Names(pending)}");
        else log.Error(ErrorCodes.TagsLeft, Names(moved), unknown is null ? Names(left) : $"{Names(left)}; tags that may have been moved: {unknown}", Names(pending));
    }

    /// <summary>Moves the tags, those that moved into <paramref name="moved"/>; returns the one of which nothing is known, or null.</summary>
    private async Task<string?> MoveAsync(List<string> moved, MSBuildLog log, CancellationToken cancellationToken)
    {
        var repository = ImageReference.OfRegistry(Registry, Repository);
        var published = PublishedImages.Of(Containers, ImageIndex, Tags, RuntimeIdentifiers);
        var promoter = new TagPromoter(Engine(Registry, log));
        var before = Snapshot.ToDictionary(item => item.ItemSpec, item => item.GetMetadata("Digest") is { Length: > 0 } digest ? Digest.Parse(digest) : (Digest?)null, StringComparer.Ordinal);
        foreach (var image in published.Platforms.Append(published.Root))
        {
            var tags = image.Tags.ToDictionary(tag => tag, tag => before[tag], StringComparer.Ordinal);
            var result = await promoter.PromoteAsync(repository.At(image.Descriptor.Digest), tags, cancellationToken);
            moved.AddRange(result.Moved);
            if (result.Failure is not null) log.Error(result.Failure);
            if (result.Unknown is not null || result.Left.Count > 0) return result.Unknown;
        }

        return null;
    }

    private static string Names(IEnumerable<string> tags) => string.Join(", ", tags) is { Length: > 0 } names ? names : "none";
}
