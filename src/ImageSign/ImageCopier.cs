using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Shared;

namespace ImageSign;

/// <summary>Copies an image with everything attached to it: children first, then what refers to them, the user's tag last.</summary>
public sealed class ImageCopier(EngineOptions options)
{
    private const int MaxReferrerDepth = 4;
    private static readonly string[] SharedSuffixes = [".sig", ".att", ".sbom"];

    /// <summary>Copies byte for byte; what the destination has already is merged with, never overwritten. Run again after an interruption, it sends only what is missing.</summary>
    public async Task<CopyResult> CopyAsync(CopyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Destination.Transport == Transport.Unqualified) throw ErrorCodes.InvalidReference.With(request.Destination, "it names no registry host");
        var source = options.OpenStore(request.Source);
        await using var closingSource = source.ConfigureAwait(false);
        var destination = options.OpenStore(request.Destination);
        await using var closingDestination = destination.ConfigureAwait(false);
        if (source is not IBlobSource blobs) throw ErrorCodes.NotSupportedHere.With("Copying from there", request.Source);
        if (destination is not ICopyDestination target) throw ErrorCodes.NotSupportedHere.With("Copying to there", request.Destination);

        var collecting = destination as ICollectingStore;
        collecting?.Collect();
        var root = await source.ResolveAsync(request.Source, cancellationToken).ConfigureAwait(false);
        if (request.Destination.Digest is { } wanted && wanted != root.Descriptor.Digest) throw ErrorCodes.DigestMismatch.With("The source", wanted, root.Descriptor.Digest);
        var copy = new Copy(request, source, blobs, target);
        await copy.ImageAsync(root, depth: 0, cancellationToken).ConfigureAwait(false);
        await target.PublishAsync(root, request.Destination.Tag, cancellationToken).ConfigureAwait(false);
        if (collecting is not null && await collecting.CommitAsync(cancellationToken).ConfigureAwait(false) is { } warning) copy.Warnings.Add(warning);
        return new CopyResult(request.Source.At(root.Descriptor.Digest), request.Destination.At(root.Descriptor.Digest), copy.Manifests, copy.Blobs, copy.Artifacts) { Warnings = [.. copy.Warnings] };
    }

    /// <summary>The state of one copy.</summary>
    private sealed class Copy(CopyRequest request, IImageStore source, IBlobSource blobs, ICopyDestination target)
    {
        private readonly HashSet<Digest> _done = [];

        public int Manifests { get; private set; }

        public int Blobs { get; private set; }

        public int Artifacts { get; private set; }

        public HashSet<string> Warnings { get; } = new(StringComparer.Ordinal);

        /// <summary>A manifest with its blobs, or an index with its children; then what is attached to it.</summary>
        public async Task ImageAsync(ManifestDocument document, int depth, CancellationToken cancellationToken)
        {
            if (depth > Limits.MaxIndexDepth) throw ErrorCodes.OverLimit.With("The depth of the index", $"{Limits.MaxIndexDepth} levels");
            if (!_done.Add(document.Descriptor.Digest)) return;
            if (document is ImageIndex index)
            {
                foreach (var entry in index.Manifests) await ImageAsync(await source.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false), depth + 1, cancellationToken).ConfigureAwait(false);
            }

            await BlobsAsync(document, cancellationToken).ConfigureAwait(false);
            await target.WriteManifestAsync(document, cancellationToken).ConfigureAwait(false);
            Manifests++;
            Tell(document.Descriptor, document.Descriptor.Size, sent: true, finished: true);
            await AttachedAsync(document, depth: 1, cancellationToken).ConfigureAwait(false);
        }

        private async Task AttachedAsync(ManifestDocument subject, int depth, CancellationToken cancellationToken)
        {
            if (depth > MaxReferrerDepth) throw ErrorCodes.OverLimit.With("The depth of artifacts on artifacts", $"{MaxReferrerDepth} levels");
            var artifacts = new SubjectArtifacts(source, subject);
            await using var closing = artifacts.ConfigureAwait(false);
            await foreach (var referrer in artifacts.ReferrersAsync(cancellationToken).ConfigureAwait(false))
            {
                // What cannot be read cannot be vouched for: the copy would be less than the source, so it does not pretend.
                var manifest = referrer.Manifest ?? throw referrer.Failure!;
                await ReferrerAsync(manifest, depth, cancellationToken).ConfigureAwait(false);
            }

            foreach (var suffix in SharedSuffixes)
            {
                var shared = await artifacts.SharedTagAsync(suffix, cancellationToken).ConfigureAwait(false) as ImageManifest;
                if (shared is not null) await SharedAsync(subject, suffix, shared, cancellationToken).ConfigureAwait(false);
                // A marker that the shared tag does not hold is a signature that a peer overwrote: it is copied too.
                var kind = new SignatureTag(subject.Descriptor.Digest, suffix);
                await foreach (var marker in artifacts.MarkersAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (kind.Accepts(marker) && kind.Merge(shared, [marker]) is not null) await SharedAsync(subject, suffix, marker, cancellationToken).ConfigureAwait(false);
                }
            }

            await foreach (var marker in artifacts.MarkersAsync(cancellationToken).ConfigureAwait(false))
            {
                if (marker.Subject?.Digest == subject.Descriptor.Digest) await ReferrerAsync(marker, depth, cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task ReferrerAsync(ImageManifest manifest, int depth, CancellationToken cancellationToken)
        {
            if (!_done.Add(manifest.Descriptor.Digest)) return;
            await BlobsAsync(manifest, cancellationToken).ConfigureAwait(false);
            Placed(manifest, await target.AttachReferrerAsync(manifest, cancellationToken).ConfigureAwait(false));
            await AttachedAsync(manifest, depth + 1, cancellationToken).ConfigureAwait(false);
        }

        private async Task SharedAsync(ManifestDocument subject, string suffix, ImageManifest shared, CancellationToken cancellationToken)
        {
            await BlobsAsync(shared, cancellationToken).ConfigureAwait(false);
            Placed(shared, await target.AttachToSharedTagAsync(subject.Descriptor.Digest, suffix, shared, cancellationToken).ConfigureAwait(false));
        }

        private void Placed(ImageManifest artifact, AttachResult result)
        {
            Artifacts++;
            if (result.Warning is { } warning) Warnings.Add(warning);
            Tell(artifact.Descriptor, artifact.Descriptor.Size, sent: true, finished: true);
        }

        private async Task BlobsAsync(ManifestDocument document, CancellationToken cancellationToken)
        {
            if (document is not ImageManifest manifest) return;
            foreach (var blob in manifest.Layers.Prepend(manifest.Config).OfType<Descriptor>())
            {
                if (!_done.Add(blob.Digest)) continue;
                Tell(blob, 0, sent: false, finished: false);
                var sent = await target.WriteBlobAsync(blob, request.Source, OpenAsync, cancellationToken).ConfigureAwait(false);
                if (sent) Blobs++;
                Tell(blob, blob.Size, sent, finished: true);

                async Task<Stream> OpenAsync(CancellationToken token) =>
                    new WatchedStream(await blobs.OpenBlobAsync(blob, token).ConfigureAwait(false), blob.Size, passed => Tell(blob, passed, sent: true, finished: false));
            }
        }

        private void Tell(Descriptor content, long bytes, bool sent, bool finished) => request.Progress?.Report(new CopyProgress(content, sent) { Bytes = bytes, Finished = finished });
    }
}
