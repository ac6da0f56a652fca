using ImageSign.Configuration;
using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Embedded;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Shared;
using ImageSign.Trust;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Verifies images: resolve once, discover, judge, answer.</summary>
public sealed class ImageVerifier(EngineOptions options)
{
    private readonly KeyProviders _keys = new(options.Keys);
    private readonly VerdictCache? _verdicts;
    private readonly NotaryTrustSource? _trust;
    private readonly TrustedRootSource _roots = new();

    /// <summary>Verifies with keys, trust and verdicts that are kept between images.</summary>
    internal ImageVerifier(EngineOptions options, SharedKeys keys, NotaryTrustSource trust, VerdictCache verdicts)
        : this(options) => (_keys, _trust, _verdicts) = (new KeyProviders(options.Keys, keys), trust, verdicts);

    /// <summary>
    /// Judges one image. A <em>no</em> is a value; what prevents an answer (network, keys, limits before the image could be read) is an <see cref="ImageSignException"/>.
    /// </summary>
    public async Task<VerifyResult> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var keys = await _keys.ReadPublicKeysAsync(request.Keys, cancellationToken).ConfigureAwait(false);
        var sigstore = OpenSigstore(request);
        var binding = await DescriptionBinding.OpenAsync(options, request.ConfigFile, request.Strict, cancellationToken).ConfigureAwait(false);
        if (request.BundleFile is { } bundle)
        {
            var file = await new DetachedVerifier(options, binding, sigstore).VerifyAsync(request, bundle, keys, cancellationToken).ConfigureAwait(false);
            if (request.Formats is []) return file;
            var named = await VerifyAsync(request with { BundleFile = null }, keys, sigstore, binding, cancellationToken).ConfigureAwait(false);
            return named with { Verdict = Verdict.Of(Check.AllOf(CheckIds.Image, [CheckIds.Image], [named.Verdict.Root, file.Verdict.Root])) };
        }

        var beside = DetachedBundle.Beside(request.Image);
        var mayBeBeside = (keys.Count > 0 || sigstore is not null) && request is { Formats: [], Platform: null, Recursive: false } && DetachedBundle.CanBeFor(request.Image);
        try
        {
            var result = await VerifyAsync(request, keys, sigstore, binding, cancellationToken).ConfigureAwait(false);
            if (!mayBeBeside || !HasNoSignature(result) || !File.Exists(beside)) return result;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.AmbiguousImage && mayBeBeside && File.Exists(beside))
        {
            // The bundle signs the file with every image in it, so none of them has to be named.
        }

        return await new DetachedVerifier(options, binding, sigstore).VerifyAsync(request, beside, keys, cancellationToken).ConfigureAwait(false);
    }

    private static bool HasNoSignature(VerifyResult result) => result.Verdict.Root.Children.Any(check => check is { Id: CheckIds.Signatures, Passed: false, Children: [] });

    /// <summary>Reads the trusted root, before anything is asked of a registry. Half an identity is none.</summary>
    private ResolvedTrust? OpenSigstore(VerifyRequest request)
    {
        if (request.Sigstore is not { } sigstore) return null;
        if (request.PolicyFile is not null) throw ErrorCodes.NotSupportedHere.With("Keyless trust together with a trust policy", request.Image);
        if (request.Keys.Count > 0 && sigstore.Identities.Count > 0) throw ErrorCodes.IdentityInvalid.With("a key has no identity, so the two exclude each other");
        if (request.Keys.Count == 0 && sigstore.Identities.Count == 0) throw ErrorCodes.IdentityInvalid.With("there is none");
        return _roots.Open(sigstore);
    }

    private async Task<VerifyResult> VerifyAsync(
        VerifyRequest request, IReadOnlyList<PublicKey> keys, ResolvedTrust? sigstore, DescriptionBinding? binding, CancellationToken cancellationToken)
    {
        if (await VerifyContentAsync(request, keys, binding, cancellationToken).ConfigureAwait(false) is { } local) return local;
        if (request.Image.Transport == Transport.Unqualified) request = request with { Image = request.Image.OnDockerHub() };
        using var own = _trust is null ? new NotaryTrustSource(options.Trust) : null;
        var trust = _trust ?? own!;
        // A policy is evidence that the user names: it is required, and no key stands in for it.
        if (keys.Count > 0 && request.PolicyFile is not null) throw ErrorCodes.NotSupportedHere.With("A key together with a trust policy", request.Image);
        var policy = keys.Count == 0 && sigstore is null ? trust.OpenPolicy(request) : null;
        var named = request.Formats.Where(format => format != EmbeddedFormat.FormatName).ToArray();
        var formats = request.Formats is not [] && named is [] ? [] : options.FormatsNamed(named);
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
            DescriptionDigest = binding?.File.Digest,
            Sigstore = sigstore,
        };
        var judgement = new Judgement(store, formats, request, context, binding, options.Time);
        var (judged, root) = _verdicts is null
            ? await EvaluateAsync().ConfigureAwait(false)
            : await _verdicts.GetAsync(request with { Image = request.Image.At(subject.Descriptor.Digest) }, EvaluateAsync).ConfigureAwait(false);
        root = await OtherImages.NoteAsync(root, store as IImageFile, subject.Descriptor.Digest, cancellationToken).ConfigureAwait(false);
        return new VerifyResult(request.Image.At(judged.Digest), judged, Verdict.Of(root));

        Task<(Descriptor Judged, Check Root)> EvaluateAsync() => policy is null
            ? judgement.RunAsync(subject, cancellationToken)
            : EvaluateByPolicyAsync(judgement, request, subject, trust, policy, cancellationToken);
    }

    /// <summary>Judges by a trust policy: what its statement for this image says, level skip included.</summary>
    private static async Task<(Descriptor Judged, Check Root)> EvaluateByPolicyAsync(
        Judgement judgement, VerifyRequest request, ManifestDocument subject, NotaryTrustSource source, TrustPolicyDocument policy, CancellationToken cancellationToken)
    {
        NotaryTrust trust;
        try
        {
            trust = source.Of(policy, request);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.NoStatementApplies)
        {
            return (subject.Descriptor, Check.AllOf(CheckIds.Image, [CheckIds.Policy], [Check.Fail(CheckIds.Policy, e)]));
        }

        var described = NotaryTrustSource.Describe(trust);
        if (trust.Statement.Level.IsSkip) return (subject.Descriptor, Check.Skip(CheckIds.Image, $"the statement '{trust.Statement.Name}' of the trust policy says that it is not to be evaluated") with { Children = [described] });
        var (judged, root) = await judgement.By(trust).RunAsync(subject, cancellationToken).ConfigureAwait(false);
        return (judged, root with { Children = [described, .. root.Children] });
    }

    /// <summary>Judges an image in a place without manifests; null when the image is elsewhere.</summary>
    private async Task<VerifyResult?> VerifyContentAsync(VerifyRequest request, IReadOnlyList<PublicKey> keys, DescriptionBinding? binding, CancellationToken cancellationToken)
    {
        if (options.OpenContentStore(request.Image) is not { } store) return null;
        if (keys.Count == 0) throw ErrorCodes.NoKey.With();
        await using var closing = store.ConfigureAwait(false);
        try
        {
            return await new ContentVerifier(options, binding).VerifyAsync(request, keys, store, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (request.Image.Transport == Transport.Unqualified && (e.Code == ErrorCodes.ImageNotFound || e.Code == ErrorCodes.EngineMissing))
        {
            // Only a definite "no such image" lets a bare name mean Docker Hub.
            return null;
        }
    }

    /// <summary>One image's judgement: the subject itself, and what rule 13 says of indexes.</summary>
    private sealed class Judgement(IImageStore store, IReadOnlyList<ISignatureFormat> formats, VerifyRequest request, VerificationContext context, DescriptionBinding? binding, TimeProvider time)
    {
        public Judgement By(NotaryTrust trust) => new(store, formats, request, context with { Notary = trust }, binding, time);

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
            var signatures = await SignaturesAsync(subject, cancellationToken).ConfigureAwait(false);
            List<Check> checks = [SubjectCheck(subject), .. signatures, .. await DescriptionAsync(Group(signatures), subject, required, cancellationToken).ConfigureAwait(false)];
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
            List<string> required = [CheckIds.Subject, CheckIds.Platform, CheckIds.Signatures];
            return (entry, Check.AllOf(
                CheckIds.Image,
                required,
                [
                    SubjectCheck(child),
                    await PlatformCheckAsync(child, entry, cancellationToken).ConfigureAwait(false),
                    signatures.Passed ? signatures : own,
                    .. await DescriptionAsync(signatures, child, required, cancellationToken).ConfigureAwait(false),
                ]));
        }

        private async Task<IReadOnlyList<Check>> SignaturesAsync(ManifestDocument subject, CancellationToken cancellationToken)
        {
            var of = context with { Subject = subject.Descriptor };
            var artifacts = new SubjectArtifacts(store, subject, time);
            await using var closing = artifacts.ConfigureAwait(false);
            if (request.Formats.Count == 0)
            {
                var judging = formats.Where(format => format.CanJudge(of)).ToArray();
                var found = await new SignatureSearch(judging, artifacts, of).RunAsync(request.All, cancellationToken).ConfigureAwait(false);
                return [found.Passed && !request.All ? found : With(found, await EmbeddedAsync(subject, of, cancellationToken).ConfigureAwait(false))];
            }

            // Evidence that the user names is required, not an alternative.
            var groups = new List<Check>();
            foreach (var format in formats) groups.Add(await new SignatureSearch([format], artifacts, of).RunAsync(request.All, cancellationToken).ConfigureAwait(false));
            if (request.Formats.Contains(EmbeddedFormat.FormatName)) groups.Add(Check.AnyOf(CheckIds.Signatures, await EmbeddedAsync(subject, of, cancellationToken).ConfigureAwait(false), ErrorCodes.Unsigned, ErrorCodes.Unsigned.With(of.Subject.Digest).Message));
            return groups;
        }

        private async Task<IReadOnlyList<Check>> DescriptionAsync(Check signatures, ManifestDocument subject, ICollection<string> required, CancellationToken cancellationToken) => binding is null
            ? []
            : [await DescriptionBinding.WhenSignedAsync(signatures, required, () => binding.CheckAsync(store, subject, cancellationToken)).ConfigureAwait(false)];

        private async Task<IReadOnlyList<Check>> EmbeddedAsync(ManifestDocument subject, VerificationContext of, CancellationToken cancellationToken)
        {
            // Only keys sign inside an image.
            if (of.Keys.Count == 0 && of.Sigstore is not null) return [];
            try
            {
                return await ManifestImage.OpenAsync(store, subject, cancellationToken).ConfigureAwait(false) is { } image
                    ? await EmbeddedFormat.VerifyAsync(image, of, cancellationToken).ConfigureAwait(false)
                    : [];
            }
            catch (ImageSignException e)
            {
                return [Check.AllOf(CheckIds.Signature, [CheckIds.Artifact], [Check.Fail(CheckIds.Artifact, e)]) with { Facts = [new Fact("format", EmbeddedFormat.FormatName, Signed: false)] }];
            }
        }

        private static Check With(Check found, IReadOnlyList<Check> embedded) =>
            embedded.Count == 0 ? found : Check.AnyOf(CheckIds.Signatures, [.. found.Children, .. embedded], ErrorCodes.Unsigned, found.Reason ?? "");

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
