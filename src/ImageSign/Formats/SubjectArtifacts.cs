using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Formats;

/// <summary>What is attached to one subject, read once and lazily however many formats look at it.</summary>
public sealed class SubjectArtifacts(IImageStore store, ManifestDocument subject) : IAsyncDisposable
{
    private readonly Replay<ReferrerArtifact> _referrers = new(cancellationToken => ReadReferrersAsync(store, subject.Descriptor.Digest, cancellationToken));
    private readonly Replay<ManifestDocument> _markers = new(cancellationToken => store is IMarkerStore markers ? markers.ReadMarkersAsync(subject.Descriptor.Digest, cancellationToken) : Nothing());
    private readonly HashSet<Digest> _listed = [];

    /// <summary>Where the artifacts are.</summary>
    public IImageStore Store => store;

    /// <summary>The manifest or index that they belong to.</summary>
    public ManifestDocument Subject => subject;

    /// <summary>The referrers in the order of the listing.</summary>
    public async IAsyncEnumerable<ReferrerArtifact> ReferrersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var referrer in _referrers.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            _listed.Add(referrer.Descriptor.Digest);
            yield return referrer;
        }
    }

    /// <summary>The manifest at a shared tag, or null.</summary>
    public Task<ManifestDocument?> SharedTagAsync(string suffix, CancellationToken cancellationToken) =>
        store.ReadSharedTagAsync(subject.Descriptor.Digest, suffix, cancellationToken);

    /// <summary>The envelope that <paramref name="layer"/> names: from the descriptor's own data when it was inlined, else from the store.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadEnvelopeAsync(Descriptor layer, CancellationToken cancellationToken)
    {
        if (layer.Data is not { } inlined) return await store.ReadBlobAsync(layer, Limits.MaxEnvelopeBytes, cancellationToken).ConfigureAwait(false);
        var actual = Digest.Of(inlined.Span);
        return actual == layer.Digest && inlined.Length == layer.Size ? inlined : throw ErrorCodes.DigestMismatch.With("The inlined content", layer.Digest, actual);
    }

    /// <summary>The markers that the listing did not show.</summary>
    public async IAsyncEnumerable<ImageManifest> MarkersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var marker in _markers.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (marker is ImageManifest manifest && !_listed.Contains(manifest.Descriptor.Digest)) yield return manifest;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _referrers.DisposeAsync().ConfigureAwait(false);
        await _markers.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>In the listing's order. The first, which is nearly always enough, is read alone; the more of them were not, the further it is read ahead.</summary>
    private static async IAsyncEnumerable<ReferrerArtifact> ReadReferrersAsync(IImageStore store, Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = new Queue<Task<ReferrerArtifact>>();
        try
        {
            var listed = 0;
            var given = 0;
            await foreach (var descriptor in store.ListReferrersAsync(subject, cancellationToken).ConfigureAwait(false))
            {
                if (++listed > Limits.MaxReferrers) break;
                ahead.Enqueue(ReadAsync(store, descriptor, stop.Token));
                if (ahead.Count < Math.Clamp(given, 1, Limits.MaxReadAhead)) continue;
                given++;
                yield return await ahead.Dequeue().ConfigureAwait(false);
            }

            while (ahead.TryDequeue(out var next)) yield return await next.ConfigureAwait(false);
            if (listed > Limits.MaxReferrers) throw ErrorCodes.OverLimit.With($"The number of referrers of {subject}", $"{Limits.MaxReferrers}");
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<ReferrerArtifact> ReadAsync(IImageStore store, Descriptor descriptor, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadManifestAsync(descriptor, cancellationToken).ConfigureAwait(false) is ImageManifest manifest
                ? new ReferrerArtifact(descriptor, manifest, Failure: null)
                : new ReferrerArtifact(descriptor, Manifest: null, ErrorCodes.Malformed.With($"The referrer {descriptor.Digest}", "it is an index"));
        }
        catch (ImageSignException e)
        {
            // One unreadable referrer must not hide a good one: anybody who may push could otherwise deny every verification.
            return new ReferrerArtifact(descriptor, Manifest: null, e);
        }
    }

    private static async IAsyncEnumerable<ManifestDocument> Nothing()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }
}
