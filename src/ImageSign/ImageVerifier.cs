using ImageSign.Formats;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Verifies images: resolve once, discover, judge, answer.</summary>
public sealed class ImageVerifier(EngineOptions options)
{
    /// <summary>
    /// Judges one image. A <em>no</em> is a value; what prevents an answer (network, keys, limits before the image could be read) is an <see cref="ImageSignException"/>.
    /// </summary>
    public async Task<VerifyResult> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Image.Transport == Transport.Unqualified) request = request with { Image = request.Image.OnDockerHub() };
        var keys = await new KeyProviders(options.Keys).ReadPublicKeysAsync(request.Keys, cancellationToken).ConfigureAwait(false);
        if (keys.Count == 0) throw ErrorCodes.NoKey.With();
        var formats = options.FormatsNamed(request.Formats);
        var store = options.OpenStore(request.Image);
        await using var closing = store.ConfigureAwait(false);
        ManifestDocument subject;
        try
        {
            subject = await store.ResolveAsync(request.Image, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            // The image was read and is not what it says it is: that is an answer.
            return new VerifyResult(request.Image, Subject: null, Verdict.Of(Check.AllOf(CheckIds.Image, [CheckIds.Subject], [Check.Fail(CheckIds.Subject, e)])));
        }

        var context = new VerificationContext(subject.Descriptor, options.Time.GetUtcNow())
        {
            Keys = keys,
            Reference = request.Image,
            Binding = request.Binding,
            Annotations = request.Annotations,
        };
        var judgement = new Judgement(store, formats, request, context);
        var (judged, root) = await judgement.RunAsync(subject, cancellationToken).ConfigureAwait(false);
        return new VerifyResult(request.Image.At(judged.Digest), judged, Verdict.Of(root));
    }

    /// <summary>One image's judgement: the subject itself, and what rule 13 says of indexes.</summary>
    private sealed class Judgement(IImageStore store, IReadOnlyList<ISignatureFormat> formats, VerifyRequest request, VerificationContext context)
    {
        public async Task<(Descriptor Judged, Check Root)> RunAsync(ManifestDocument subject, CancellationToken cancellationToken)
        {
            try
            {
                return request.Platform is { } platform
                    ? await OfPlatformAsync(subject, platform, cancellationToken).ConfigureAwait(false)
                    : (subject.Descriptor, await OfImageAsync(subject, cancellationToken).ConfigureAwait(false));
            }
            catch (ImageSignException e) when (!e.Code.Undecided)
            {
                // What the index names is not there, or is not what it says: an answer about the index as well.
                return (subject.Descriptor, Check.AllOf(CheckIds.Image, [CheckIds.Platform], [SubjectCheck(subject), Check.Fail(CheckIds.Platform, e)]));
            }
        }

        private async Task<Check> OfImageAsync(ManifestDocument subject, CancellationToken cancellationToken)
        {
            List<string> required = [CheckIds.Subject, CheckIds.Signatures];
            List<Check> checks = [SubjectCheck(subject), .. await SignaturesAsync(subject, cancellationToken).ConfigureAwait(false)];
            if (subject is ImageIndex index)
            {
                if (request.Recursive) required.Add(CheckIds.Platforms);
                checks.Add(request.Recursive ? await ChildrenAsync(index, cancellationToken).ConfigureAwait(false) : BoundChildren(index));
            }

            return Check.AllOf(CheckIds.Image, required, checks);
        }

        /// <summary>Judges the image of one platform: by its own signature, or by the index's, which binds it by digest.</summary>
        private async Task<(Descriptor Judged, Check Root)> OfPlatformAsync(ManifestDocument subject, Platform platform, CancellationToken cancellationToken)
        {
            if (subject is not ImageIndex index) throw ErrorCodes.NotAnIndex.With(request.Image, "--platform");
            var children = await SubjectGraph.ChildrenAsync(store, index, cancellationToken).ConfigureAwait(false);
            var entry = children.FirstOrDefault(child => platform.Matches(child.Platform))
                ?? throw ErrorCodes.UnknownPlatform.With(platform, string.Join(", ", children.Select(child => child.Platform?.ToString() ?? "no platform")));
            var child = await store.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
            var own = Group(await SignaturesAsync(child, cancellationToken).ConfigureAwait(false));
            var signatures = own.Passed || !index.Manifests.Contains(entry) ? own : Group(await SignaturesAsync(subject, cancellationToken).ConfigureAwait(false));
            return (entry, Check.AllOf(
                CheckIds.Image,
                [CheckIds.Subject, CheckIds.Platform, CheckIds.Signatures],
                [SubjectCheck(child), await PlatformCheckAsync(child, entry, cancellationToken).ConfigureAwait(false), signatures.Passed ? signatures : own]));
        }

        private async Task<IReadOnlyList<Check>> SignaturesAsync(ManifestDocument subject, CancellationToken cancellationToken)
        {
            var of = context with { Subject = subject.Descriptor };
            var artifacts = new SubjectArtifacts(store, subject);
            await using var closing = artifacts.ConfigureAwait(false);
            if (request.Formats.Count == 0)
            {
                var judging = formats.Where(format => format.CanJudge(of)).ToArray();
                return [await new SignatureSearch(judging, artifacts, of).RunAsync(request.All, cancellationToken).ConfigureAwait(false)];
            }

            // Evidence that the user names is required, not an alternative.
            var groups = new List<Check>();
            foreach (var format in formats) groups.Add(await new SignatureSearch([format], artifacts, of).RunAsync(request.All, cancellationToken).ConfigureAwait(false));
            return groups;
        }

        private async Task<Check> ChildrenAsync(ImageIndex index, CancellationToken cancellationToken)
        {
            var checks = new List<Check>();
            foreach (var entry in await SubjectGraph.ChildrenAsync(store, index, cancellationToken).ConfigureAwait(false))
            {
                checks.Add(await ChildAsync(entry, cancellationToken).ConfigureAwait(false) with { Facts = [PlatformFact(entry), DigestFact(entry)] });
            }

            return Check.AllOf(CheckIds.Platforms, [CheckIds.Platform], checks);
        }

        private async Task<Check> ChildAsync(Descriptor entry, CancellationToken cancellationToken)
        {
            try
            {
                var child = await store.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
                return Check.AllOf(CheckIds.Platform, [CheckIds.Signatures], await SignaturesAsync(child, cancellationToken).ConfigureAwait(false));
            }
            catch (ImageSignException e) when (!e.Code.Undecided)
            {
                return Check.Fail(CheckIds.Platform, e);
            }
        }

        private async Task<Check> PlatformCheckAsync(ManifestDocument child, Descriptor entry, CancellationToken cancellationToken)
        {
            if (child is not ImageManifest { Config: { } config }) return Check.Pass(CheckIds.Platform, null, PlatformFact(entry));
            var bytes = await store.ReadBlobAsync(config, Limits.MaxConfigBytes, cancellationToken).ConfigureAwait(false);
            var actual = ImageConfigPlatform.Read(bytes);
            return actual.Os == entry.Platform!.Os && actual.Architecture == entry.Platform.Architecture
                ? Check.Pass(CheckIds.Platform, null, PlatformFact(entry))
                : Check.Fail(CheckIds.Platform, ErrorCodes.PlatformMismatch.With(entry.Platform, actual));
        }

        private static Check Group(IReadOnlyList<Check> groups) => groups.Count == 1 ? groups[0] : Check.AllOf(CheckIds.Signatures, [CheckIds.Signatures], groups);

        private static Check SubjectCheck(ManifestDocument subject) =>
            Check.Pass(CheckIds.Subject, null, new Fact("digest", subject.Descriptor.Digest.ToString()), new Fact("media-type", subject.Descriptor.MediaType));

        private static Check BoundChildren(ImageIndex index) => Check.Pass(
            CheckIds.Platforms,
            "bound by their digests in the index; --recursive asks for a signature of each",
            [.. index.Manifests.Where(entry => entry.Platform is { IsUnknown: false }).Select(PlatformFact)]);

        private static Fact PlatformFact(Descriptor entry) => new("platform", entry.Platform?.ToString() ?? "none");

        private static Fact DigestFact(Descriptor entry) => new("digest", entry.Digest.ToString());
    }
}
