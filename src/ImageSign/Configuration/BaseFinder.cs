using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign.Configuration;

/// <summary>Finds the base that a description names, and shows that an image was built on it: only its layers do.</summary>
internal sealed class BaseFinder(EngineOptions options)
{
    /// <summary>Dockerfile reference, FROM: the name for no base at all.</summary>
    private const string Scratch = "scratch";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string? _unreachable;

    /// <summary>Looks for <paramref name="from"/>. Whatever keeps it from being found is said, and is no failure.</summary>
    /// <param name="from">The description's words.</param>
    /// <param name="image">The image, whose layers were read.</param>
    /// <param name="platform">What it runs on.</param>
    /// <param name="place">Where it is: an engine has its own bases.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<BaseFinding> FindAsync(string from, RunSettings image, Platform platform, Transport place, CancellationToken cancellationToken)
    {
        if (from == Scratch) return new BaseFinding(RunSettings.None, "") { Check = Check.Pass(CheckIds.ConfigFrom, "no base") };
        if (_unreachable is not null) return BaseFinding.Unknown(_unreachable);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var reference = ImageReference.Parse(from);
            if (reference.Transport is not (Transport.Registry or Transport.Unqualified)) return BaseFinding.Unknown($"'{from}' names no image of a registry or an engine");
            var config = await ReadLocalAsync(reference, place, patience.Token).ConfigureAwait(false)
                ?? await ReadRemoteAsync(reference, platform, patience.Token).ConfigureAwait(false);
            return Compare(from, reference.Digest is not null, image, RunSettings.Read(config));
        }
        catch (ImageSignException e)
        {
            _unreachable = $"the base {from} cannot be resolved: {e.Message}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _unreachable = $"the base {from} cannot be resolved: no answer within {Patience.TotalSeconds} s";
        }

        return BaseFinding.Unknown(_unreachable);
    }

    private static BaseFinding Compare(string from, bool isPinned, RunSettings image, RunSettings known)
    {
        if (known.DiffIds.Count == 0) return BaseFinding.Unknown($"the base {from} has no layers, so none of the image's can show that it was built on it");
        if (image.DiffIds.Take(known.DiffIds.Count).SequenceEqual(known.DiffIds, StringComparer.Ordinal))
        {
            return new BaseFinding(known, "") { Check = Check.Pass(CheckIds.ConfigFrom, $"its first {known.DiffIds.Count} layers are those of {from}") };
        }

        var reason = $"its layers do not begin with those of {from}";
        // A tag that moved on says nothing about the day on which the image was built.
        return isPinned
            ? new BaseFinding(null, reason) { Check = Check.Fail(CheckIds.ConfigFrom, ErrorCodes.NotAsDescribed, reason) }
            : BaseFinding.Unknown($"{reason}, as the tag is now; a digest would settle it");
    }

    private async Task<ReadOnlyMemory<byte>?> ReadLocalAsync(ImageReference reference, Transport place, CancellationToken cancellationToken)
    {
        // An engine finds images by name and tag.
        if (reference.Digest is not null || place is not (Transport.Podman or Transport.DockerDaemon or Transport.Unqualified)) return null;
        if (options.OpenContentStore(reference with { Transport = place }) is not { } engine) return null;
        await using var closing = engine.ConfigureAwait(false);
        try
        {
            return (await engine.OpenImageAsync(reference with { Transport = place }, cancellationToken).ConfigureAwait(false)).Config;
        }
        catch (ImageSignException)
        {
            // The registry may have it; when it has not either, that is what is said.
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadRemoteAsync(ImageReference reference, Platform platform, CancellationToken cancellationToken)
    {
        if (reference.Transport == Transport.Unqualified) reference = reference.OnDockerHub();
        var store = options.OpenStore(reference);
        await using var closing = store.ConfigureAwait(false);
        var document = await store.ResolveAsync(reference, cancellationToken).ConfigureAwait(false);
        if (document is ImageIndex index) document = await ChildAsync(store, index, platform, cancellationToken).ConfigureAwait(false);
        return document is ImageManifest { ArtifactType: null, Config: { } config }
            ? await store.ReadBlobAsync(config, Limits.MaxConfigBytes, cancellationToken).ConfigureAwait(false)
            : throw ErrorCodes.ImageNotFound.With(reference, store.Name);
    }

    private static async Task<ManifestDocument> ChildAsync(IImageStore store, ImageIndex index, Platform platform, CancellationToken cancellationToken)
    {
        var children = await SubjectGraph.ChildrenAsync(store, index, cancellationToken).ConfigureAwait(false);
        var entry = children.FirstOrDefault(child => platform.Matches(child.Platform)) ?? throw ErrorCodes.UnknownPlatform.With(platform, string.Join(", ", children.Select(child => child.Platform?.ToString() ?? "no platform")));
        return await store.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
    }
}
