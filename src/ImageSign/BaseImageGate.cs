using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>
/// Lets a build use a base image only when its index and each of its platform manifests in use is signed, and remembers every byte of their manifests
/// and configurations: the SDK hashes neither, so what it built is compared with them afterwards.
/// </summary>
public sealed class BaseImageGate(EngineOptions options) : IAsyncDisposable
{
    private const int MaxBegun = 8;
    private static readonly string[] TimeFacts = ["timestamp", "authentic-time"];

    private readonly ImageFleet _fleet = new(options);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<Digest, Task<VerifyResult>> _begun = [];
    private Task _prepared = Task.CompletedTask;

    /// <summary>
    /// Reads the base by digest: its manifests and configurations, all hashed. A tag is resolved here, once. Judging begins as soon as there is something to judge.
    /// </summary>
    public async Task<BaseImageSnapshot> ReadAsync(BaseImageRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        _prepared = _fleet.PrepareAsync(request.For(request.Image));
        var store = _fleet.Options.OpenStore(request.Image);
        await using var closing = store.ConfigureAwait(false);
        var root = await store.ResolveAsync(request.Image, cancellationToken).ConfigureAwait(false);
        Begin(request, root.Descriptor.Digest);
        var images = new List<BasePlatformImage>();
        foreach (var manifest in await ManifestsAsync(store, root, request, cancellationToken).ConfigureAwait(false))
        {
            var config = await store.ReadBlobAsync(manifest.Config!, Limits.MaxConfigBytes, cancellationToken).ConfigureAwait(false);
            images.Add(new BasePlatformImage(manifest, config));
        }

        return new BaseImageSnapshot(request.Image.At(root.Descriptor.Digest), images);
    }

    /// <summary>Judges what was read: the index first, then every platform manifest by a signature of its own. Returns why it is refused, or null.</summary>
    public async Task<ImageSignException?> JudgeAsync(BaseImageRequest request, BaseImageSnapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(snapshot);
        var root = snapshot.Image.Digest!.Value;
        foreach (var digest in snapshot.Platforms.Select(image => image.Manifest.Descriptor.Digest).Prepend(root).Distinct())
        {
            var image = request.Image with { Tag = null, Digest = digest };
            var judging = _begun.GetValueOrDefault(digest) ?? _fleet.VerifyAsync(request.For(image), cancellationToken);
            var verdict = (await judging.WaitAsync(cancellationToken).ConfigureAwait(false)).Verdict;
            if (Refusal(image, verdict, isPlatform: digest != root) is { } refusal) return refusal;
            if (request.MaxAge is { } limit && TooOld(image, verdict, limit) is { } old) return old;
        }

        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([_prepared, .. _begun.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _fleet.Dispose();
    }

    private void Begin(BaseImageRequest request, Digest digest)
    {
        if (_begun.Count < MaxBegun) _begun.TryAdd(digest, Task.Run(() => _fleet.VerifyAsync(request.For(request.Image with { Tag = null, Digest = digest }), _stop.Token)));
    }

    private static ImageSignException? Refusal(ImageReference image, Verdict verdict, bool isPlatform)
    {
        if (verdict.Outcome == VerdictOutcome.Trusted) return null;
        var reason = verdict.Root.Reason;
        if (verdict.Outcome == VerdictOutcome.NotEvaluated) return ErrorCodes.BaseImageNotEvaluated.With(image, reason);
        if (verdict.Outcome == VerdictOutcome.Undecided) return ErrorCodes.BaseImageUndecided.With(image, $"{verdict.Root.Code}: {reason}");
        var unsigned = verdict.Root.Code == ErrorCodes.Unsigned;
        if (isPlatform && unsigned) return ErrorCodes.BasePlatformUnsigned.With(image);
        return unsigned ? ErrorCodes.BaseImageUnsigned.With(image) : ErrorCodes.BaseImageNotTrusted.With(image, reason);
    }

    // Only a time that somebody vouches for says how old a signature is: what the signer claims is the signer's choice.
    private ImageSignException? TooOld(ImageReference image, Verdict verdict, TimeSpan limit)
    {
        DateTimeOffset? newest = null;
        foreach (var signature in verdict.Root.Flatten().Where(check => check is { Id: CheckIds.Signature, Passed: true }))
        {
            var facts = signature.Flatten().Where(check => check is { Id: CheckIds.Time, Passed: true }).SelectMany(check => check.Facts);
            if (facts.FirstOrDefault(fact => TimeFacts.Contains(fact.Name)) is { } fact && Rfc3339.TryParse(fact.Value, out var time) && !(time < newest)) newest = time;
        }

        if (newest is not { } signed) return ErrorCodes.BaseImageTooOld.With(image, "no timestamp proves when it was signed");
        return options.Time.GetUtcNow() - signed <= limit ? null : ErrorCodes.BaseImageTooOld.With(image, $"it was signed on {Rfc3339.Format(signed)}");
    }

    private async Task<IReadOnlyList<ImageManifest>> ManifestsAsync(IImageStore store, ManifestDocument root, BaseImageRequest request, CancellationToken cancellationToken)
    {
        if (root is ImageManifest { Config: not null } single) return [single];
        var manifests = new List<ImageManifest>();
        foreach (var child in await SubjectGraph.ChildrenAsync(store, root, cancellationToken).ConfigureAwait(false))
        {
            if (request.Platforms.Count > 0 && !request.Platforms.Any(platform => platform.Matches(child.Platform))) continue;
            if (await store.ReadManifestAsync(child, cancellationToken).ConfigureAwait(false) is not ImageManifest { Config: not null } manifest) continue;
            Begin(request, child.Digest);
            manifests.Add(manifest);
        }

        return manifests.Count > 0 ? manifests : throw ErrorCodes.UnknownPlatform.With(string.Join(", ", request.Platforms), "others");
    }
}
