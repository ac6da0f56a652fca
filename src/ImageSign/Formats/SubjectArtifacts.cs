using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Formats;

/// <summary>What is attached to one subject, read once and lazily however many formats look at it.</summary>
public sealed class SubjectArtifacts : IAsyncDisposable
{
    private readonly Replay<ReferrerArtifact> _referrers;
    private readonly Replay<ManifestDocument> _markers;
    private readonly HashSet<Digest> _listed = [];

    /// <summary>What is attached to <paramref name="subject"/> in <paramref name="store"/>.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="subject">The manifest or index.</param>
    /// <param name="time">The clock that <see cref="Limits.MaxSearchTime"/> is measured with; null to take as long as it takes.</param>
    public SubjectArtifacts(IImageStore store, ManifestDocument subject, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(subject);
        (Store, Subject) = (store, subject);
        Budget = new SearchBudget(subject.Descriptor.Digest, time);
        _referrers = new Replay<ReferrerArtifact>(ReadReferrersAsync);
        _markers = new Replay<ManifestDocument>(ReadMarkersAsync);
    }

    /// <summary>Where the artifacts are.</summary>
    public IImageStore Store { get; }

    /// <summary>The manifest or index that they belong to.</summary>
    public ManifestDocument Subject { get; }

    /// <summary>What may still be spent on them.</summary>
    internal SearchBudget Budget { get; }

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
        Store.ReadSharedTagAsync(Subject.Descriptor.Digest, suffix, cancellationToken);

    /// <summary>The envelope that <paramref name="layer"/> names: from the descriptor's own data when it was inlined, else from the store.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadEnvelopeAsync(Descriptor layer, CancellationToken cancellationToken)
    {
        if (layer.Data is not { } inlined)
        {
            if (layer.Size <= Limits.MaxEnvelopeBytes) Budget.TakeBytes(layer.Size);
            return await Store.ReadBlobAsync(layer, Limits.MaxEnvelopeBytes, cancellationToken).ConfigureAwait(false);
        }

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

    private async IAsyncEnumerable<ReferrerArtifact> ReadReferrersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var referrer in ReadAhead.ReadAsync(ListReferrersAsync(cancellationToken), ReadAsync, cancellationToken).ConfigureAwait(false))
        {
            Budget.TakeBytes(referrer.Manifest?.Descriptor.Size ?? 0);
            yield return referrer;
        }
    }

    private async IAsyncEnumerable<Descriptor> ListReferrersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var descriptor in Store.ListReferrersAsync(Subject.Descriptor.Digest, cancellationToken).ConfigureAwait(false))
        {
            if (++count > Limits.MaxReferrers) throw ErrorCodes.TooManySignatures.With(Subject.Descriptor.Digest, $"{Limits.MaxReferrers} artifacts");
            Budget.RequireTime();
            yield return descriptor;
        }
    }

    private async IAsyncEnumerable<ManifestDocument> ReadMarkersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Store is not IMarkerStore markers) yield break;
        await foreach (var marker in markers.ReadMarkersAsync(Subject.Descriptor.Digest, cancellationToken).ConfigureAwait(false))
        {
            Budget.TakeBytes(marker.Descriptor.Size);
            yield return marker;
        }
    }

    private async Task<ReferrerArtifact> ReadAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        try
        {
            return await Store.ReadManifestAsync(descriptor, cancellationToken).ConfigureAwait(false) is ImageManifest manifest
                ? new ReferrerArtifact(descriptor, manifest, Failure: null)
                : new ReferrerArtifact(descriptor, Manifest: null, ErrorCodes.Malformed.With($"The referrer {descriptor.Digest}", "it is an index"));
        }
        catch (ImageSignException e)
        {
            // One unreadable referrer must not hide a good one: anybody who may push could otherwise deny every verification.
            return new ReferrerArtifact(descriptor, Manifest: null, e);
        }
    }
}
