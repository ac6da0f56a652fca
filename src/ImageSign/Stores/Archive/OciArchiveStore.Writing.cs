using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Archive;

/// <summary>Writing: a signature at once; a copy when all of it is there, so that the file is written once.</summary>
internal sealed partial class OciArchiveStore
{
    private const string Listed = "archive";
    private const string Unlisted = "archive, unlisted";

    private bool _collects;
    private bool _lists = true;

    private ArchiveChange Change => _change ??= new ArchiveChange(path);

    public void LeaveUnlisted() => _lists = false;

    public void Collect() => _collects = true;

    public async Task<string?> CommitAsync(CancellationToken cancellationToken)
    {
        var change = Change;
        _archive?.Dispose();
        _archive = null;
        bool listsMore;
        await using (change.ConfigureAwait(false)) listsMore = await change.CommitAsync(cancellationToken).ConfigureAwait(false);
        _change = null;
        return listsMore ? $"'{path}' now lists more than its image: 'podman load' refuses such a file, and podman and skopeo open it only with a tag (oci-archive:{path}:TAG)." : null;
    }

    public Task WriteBlobAsync(Descriptor descriptor, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Change.Add(descriptor.Digest, content);
        return Task.CompletedTask;
    }

    public async Task<bool> WriteBlobAsync(Descriptor descriptor, ImageReference origin, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        if (await reader.HasBlobAsync(descriptor, cancellationToken).ConfigureAwait(false))
        {
            Change.Expect(descriptor);
            return false;
        }

        var content = await open(cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        await Change.AddAsync(descriptor, content, _archive is { IsCompressed: true }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task WriteManifestAsync(ManifestDocument document, CancellationToken cancellationToken) => WriteBlobAsync(document.Descriptor, document.Raw, cancellationToken);

    public async Task<AttachResult> AttachReferrerAsync(ImageManifest artifact, CancellationToken cancellationToken)
    {
        Change.Add(artifact.Descriptor.Digest, artifact.Raw);
        if (_lists) Change.Edit((_, index) => Task.FromResult(LayoutEntries.WithReferrer(index, artifact)));
        return await AttachedAsync(_lists ? Listed : Unlisted, cancellationToken).ConfigureAwait(false);
    }

    public async Task<AttachResult> AttachToSharedTagAsync(Digest subject, string suffix, ImageManifest contribution, CancellationToken cancellationToken)
    {
        var change = Change;
        change.Edit(async (reader, index) =>
        {
            if (await LayoutEntries.MergeAsync(reader, index, subject, suffix, contribution, cancellationToken).ConfigureAwait(false) is not var (entry, merged)) return index.Raw;
            change.Add(merged.Descriptor.Digest, merged.Raw);
            return LayoutEntries.WithAttachment(index, entry, merged.Descriptor, ContributionId.SubjectTag(subject) + suffix);
        });
        return await AttachedAsync(Listed, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Digest?> FindTagAsync(string tag, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        return (await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false)).Manifests.FirstOrDefault(entry => LayoutNames.TagOf(entry) == tag)?.Digest;
    }

    public async Task PublishAsync(ManifestDocument document, string? tag, CancellationToken cancellationToken)
    {
        Change.Edit((_, index) => Task.FromResult(LayoutEntries.WithImage(index, document.Descriptor, tag)));
        if (!_collects) await CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<AttachResult> AttachedAsync(string placement, CancellationToken cancellationToken) =>
        new(placement, _collects ? null : await CommitAsync(cancellationToken).ConfigureAwait(false));
}
