using ImageSign.Oci;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ImageSign.Tasks;

/// <summary>Makes the unique tag that a publish is pushed under, and remembers what the user's tags point at before.</summary>
[MSBuildMultiThreadableTask]
public sealed class RememberTags : EngineTask
{
    /// <summary>The registry that is pushed to.</summary>
    [Required]
    public string Registry { get; set; } = "";

    /// <summary>The repository in it.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary>The user's tags.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The runtime identifiers of an index's images, which have tags <c>TAG-RID</c>; none for a single image.</summary>
    public string[] RuntimeIdentifiers { get; set; } = [];

    /// <summary>The user's tags, each once: what is moved in the end.</summary>
    [Output]
    public string[] FinalTags { get; private set; } = [];

    /// <summary>The tag to push under.</summary>
    [Output]
    public string PendingTag { get; private set; } = "";

    /// <summary>The tags, those of platform images first; metadata Digest is empty for one that does not exist.</summary>
    [Output]
    public ITaskItem[] Snapshot { get; private set; } = [];

    private protected override async System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken)
    {
        FinalTags = DistinctNames.Of(Tags);
        var identifiers = DistinctNames.Of(RuntimeIdentifiers);
        string[] platformTags = [.. identifiers.SelectMany(identifier => FinalTags.Select(tag => $"{tag}-{identifier}"))];
        var shared = FinalTags.Intersect(platformTags, StringComparer.Ordinal).FirstOrDefault();
        if (shared is not null) throw ErrorCodes.TagOfTwoImages.With(shared);
        string[] tags = [.. platformTags, .. FinalTags];
        var snapshot = await new TagPromoter(Engine(Registry, log)).SnapshotAsync(ImageReference.OfRegistry(Registry, Repository), tags, cancellationToken);
        Snapshot = [.. snapshot.Select(pair => new TaskItem(pair.Key, new Dictionary<string, string>(StringComparer.Ordinal) { ["Digest"] = pair.Value?.ToString() ?? "" }))];
        PendingTag = $"imagesign-pending-{Guid.NewGuid():N}";
    }
}
