using ImageSign.Configuration;
using ImageSign.Formats;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Embedded;
using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Archive;
using ImageSign.Stores.Shared;
using ImageSign.Trust;

namespace ImageSign;

/// <summary>Signs images: open the key, resolve once, sign the children first, then the image itself.</summary>
public sealed class ImageSigner(EngineOptions options)
{
    private readonly SharedKeys? _keys;

    /// <summary>Signs with keys that are kept open between images.</summary>
    public ImageSigner(EngineOptions options, SharedKeys keys)
        : this(options) => _keys = keys;

    /// <summary>
    /// Finds out what can be known before there is an image: whether the annotations, the description, the formats, the key with its
    /// password and certificates, and the timestamping authority's root can be used for the place of <see cref="SignRequest.Image"/>.
    /// Nothing is sent. Throws what <see cref="SignAsync(SignRequest, CancellationToken)"/> would.
    /// </summary>
    public async Task CheckAsync(SignRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        AnnotationNames.RequireUsable(request.Annotations.Keys);
        await DescriptionBinding.OpenAsync(options, request.ConfigFile, strict: false, cancellationToken).ConfigureAwait(false);
        var isDetached = DetachedSigner.Applies(request);
        if (isDetached) DetachedSigner.Require(request);
        var formats = isDetached && request.Formats is [] ? [] : FormatsFor(request, options.OpenContentStore(request.Image));
        using var opened = await OpenKeyAsync(request, cancellationToken).ConfigureAwait(false);
        if (isDetached && formats is []) return;
        using var timestamps = TimestampSource.Open(request, formats, options);
        foreach (var format in formats.OfType<ISigningRequirements>()) format.Require(opened.Key);
    }

    /// <summary>Signs one image in every format asked for; whatever goes wrong is an <see cref="ImageSignException"/>.</summary>
    public async Task<SignResult> SignAsync(SignRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        AnnotationNames.RequireUsable(request.Annotations.Keys);
        if (await DescriptionBinding.OpenAsync(options, request.ConfigFile, strict: false, cancellationToken).ConfigureAwait(false) is not { } binding) return await SignAsync(request, binding: null, cancellationToken).ConfigureAwait(false);
        // What binds the image to its description is a claim like any other; only its name is ours.
        var bound = request with { Annotations = request.Annotations.Concat(binding.File.Claims).ToDictionary(StringComparer.Ordinal) };
        return await SignAsync(bound, binding, cancellationToken).ConfigureAwait(false) with { Configuration = binding.Accepted };
    }

    private async Task<SignResult> SignAsync(SignRequest request, DescriptionBinding? binding, CancellationToken cancellationToken)
    {
        if (DetachedSigner.Applies(request)) return await SignDetachedAsync(request, binding, cancellationToken).ConfigureAwait(false);
        var content = options.OpenContentStore(request.Image);
        var formats = FormatsFor(request, content);
        // The key comes first: a wrong password must not cost a request, let alone leave anything behind.
        using var opened = await OpenKeyAsync(request, cancellationToken).ConfigureAwait(false);
        var key = opened.Key;
        if (request.OnlyImage) await RequireOnlyImageAsync(request.Image, cancellationToken).ConfigureAwait(false);
        using var timestamps = TimestampSource.Open(request, formats, options);
        if (content is not null) return await new EmbeddedSigner(options.Time, binding).SignAsync(request, content, key, cancellationToken).ConfigureAwait(false);
        foreach (var format in formats.OfType<ISigningRequirements>()) format.Require(key);
        var store = options.OpenStore(request.Image);
        await using var closing = store.ConfigureAwait(false);
        var writable = store as IWritableImageStore ?? throw ErrorCodes.NotSupportedHere.With("Adding a signature", store.Name);
        if (store is IOptionalListing listing && !request.Attach)
        {
            if (formats.FirstOrDefault(format => format.Name == CosignFormat.FormatName) is { } shared) throw ErrorCodes.ListingNeeded.With(shared.Name, store.Name);
            listing.LeaveUnlisted();
        }

        var root = await store.ResolveAsync(request.Image, cancellationToken).ConfigureAwait(false);
        if (binding is not null) await binding.RequireAsync(store, root, cancellationToken).ConfigureAwait(false);
        if (Embeds(request, content))
        {
            // Embedding makes another image, so it goes first; the other formats sign that one.
            var (embedded, warnings) = await new EmbeddedSigner(options.Time, binding: null).SignAsync(request, References(request, root.Descriptor.Digest), writable, root, key, cancellationToken).ConfigureAwait(false);
            var image = request.Image.At(embedded.Descriptor.Digest);
            var others = formats is [] ? null : await SignAsync(request with { Image = image, Formats = Named(request) }, binding: null, cancellationToken).ConfigureAwait(false);
            return new SignResult(image, [embedded, .. others?.Subjects ?? []], key.PublicKey.Fingerprint, key.PublicKey.Name) { Warnings = [.. warnings, .. others?.Warnings ?? []] };
        }

        var collecting = store as ICollectingStore;
        collecting?.Collect();
        var subjects = new List<SignedSubject>();
        var missing = new List<string>();
        if (request.Recursive)
        {
            foreach (var child in await SubjectGraph.ChildrenAsync(store, root, cancellationToken).ConfigureAwait(false))
            {
                if (await FindChildAsync(store, child, cancellationToken).ConfigureAwait(false) is not { } document)
                {
                    missing.Add(child.Platform?.ToString() ?? child.Digest.ToString());
                    continue;
                }

                var signed = await SignSubjectAsync(request, formats, writable, document, key, timestamps.Timestamper, cancellationToken).ConfigureAwait(false);
                subjects.Add(signed with { Descriptor = child });
            }
        }

        subjects.Insert(0, await SignSubjectAsync(request, formats, writable, root, key, timestamps.Timestamper, cancellationToken).ConfigureAwait(false));
        var warning = collecting is null ? null : await collecting.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new SignResult(request.Image.At(root.Descriptor.Digest), subjects, key.PublicKey.Fingerprint, key.PublicKey.Name)
        {
            Warnings =
            [
                .. warning is null ? Array.Empty<string>() : [warning],
                .. missing is [] ? Array.Empty<string>() : [$"{store.Name} does not hold every image of the index; not signed by themselves: {NameList.Of(missing)}."],
                .. PeerWarnings.For(key.PublicKey, formats),
                .. subjects.SelectMany(subject => subject.Signatures).Select(signature => signature.Warning).OfType<string>().Distinct(),
            ],
        };
    }

    /// <summary>An image of an index; null when the file that the index is in holds only a part of it, as 'docker save' writes one platform of several.</summary>
    private static async Task<ManifestDocument?> FindChildAsync(IImageStore store, Descriptor child, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadManifestAsync(child, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.PartMissing)
        {
            return null;
        }
    }

    private static string[] Named(SignRequest request) => [.. request.Formats.Where(format => format != EmbeddedFormat.FormatName)];

    private static bool Embeds(SignRequest request, IImageContentStore? content) =>
        content is not null || request.Formats.Contains(EmbeddedFormat.FormatName);

    /// <summary>The formats that sign beside the image; none when only the image itself is to hold its signature.</summary>
    private IReadOnlyList<ISignatureFormat> FormatsFor(SignRequest request, IImageContentStore? content)
    {
        var named = Named(request);
        if (content is not null && named is not []) throw ErrorCodes.NotSupportedHere.With($"--format {string.Join(", ", named)}", content.Name);
        if (content is not null && request.Attach) throw ErrorCodes.NotSupportedHere.With("--attach", $"{content.Name}, which lists no signatures");
        return Embeds(request, content) && named is [] ? [] : options.FormatsNamed(named is [] ? [SigstoreFormat.FormatName] : named);
    }

    /// <summary>Signs an archive's bytes; what is to be signed inside goes first, since it changes them.</summary>
    private async Task<SignResult> SignDetachedAsync(SignRequest request, DescriptionBinding? binding, CancellationToken cancellationToken)
    {
        DetachedSigner.Require(request);
        var inside = request.Formats is [] ? null : await SignAsync(request with { BundleFile = null }, binding, cancellationToken).ConfigureAwait(false);
        using var key = await OpenKeyAsync(request, cancellationToken).ConfigureAwait(false);
        var file = await new DetachedSigner(options, binding).SignAsync(request with { Image = inside?.Image ?? request.Image }, key.Key, cancellationToken).ConfigureAwait(false);
        return inside is null ? file : inside with { Subjects = [.. inside.Subjects, .. file.Subjects], Warnings = [.. inside.Warnings.Union(file.Warnings)] };
    }

    /// <summary>What is signed inside is signed by digest, so that a file that is exchanged after this look gains nothing.</summary>
    private static async Task RequireOnlyImageAsync(ImageReference image, CancellationToken cancellationToken)
    {
        DetachedBundle.RequireArchive(image);
        using var archive = await WholeArchive.OpenAsync(image, cancellationToken).ConfigureAwait(false);
        archive.RequireOnlyImage();
    }

    private async Task<OpenedKey> OpenKeyAsync(SignRequest request, CancellationToken cancellationToken) => _keys is null
        ? new OpenedKey(await OpenAsync(request, cancellationToken).ConfigureAwait(false), isShared: false)
        : new OpenedKey(await _keys.SigningKeyAsync(request.Key, request.CertificateChainFile, () => OpenAsync(request, cancellationToken)).ConfigureAwait(false), isShared: true);

    private async Task<ISigningKey> OpenAsync(SignRequest request, CancellationToken cancellationToken)
    {
        var chain = request.CertificateChainFile is { } file ? CertifiedKey.ReadChain(file) : null;
        var reference = chain is null ? request.Key : request.Key with { Certificates = chain };
        var key = await new KeyProviders(options.Keys).OpenSigningKeyAsync(reference, options.Passwords, cancellationToken).ConfigureAwait(false);
        if (chain is null) return key;
        try
        {
            // Certificates that come with the key give way to those that the user names.
            return new CertifiedKey((key as CertifiedKey)?.Key ?? key, chain, request.Key.ToString());
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private async Task<SignedSubject> SignSubjectAsync(SignRequest request, IReadOnlyList<ISignatureFormat> formats, IWritableImageStore store, ManifestDocument document, ISigningKey key, ITimestamper? timestamper, CancellationToken cancellationToken)
    {
        var now = options.Time.GetUtcNow();
        var claims = new SignedClaims
        {
            Subject = document.Descriptor.Digest,
            References = References(request, document.Descriptor.Digest),
            Time = now,
            Expires = now + request.ExpiresIn,
            Annotations = request.Annotations,
        };
        var context = new SigningContext(store, document.Descriptor, claims, key) { Repository = request.Image.Transport == Transport.Registry ? request.Image.Name : null, Timestamper = timestamper };
        var signatures = new List<SignedArtifact>();
        foreach (var format in formats)
        {
            if (request.IfMissing && await HasSignatureAsync(format, context, document, now, cancellationToken).ConfigureAwait(false)) continue;
            signatures.AddRange(await format.SignAsync(context, cancellationToken).ConfigureAwait(false));
        }

        return new SignedSubject(document.Descriptor, signatures);
    }

    private async Task<bool> HasSignatureAsync(ISignatureFormat format, SigningContext context, ManifestDocument document, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var artifacts = new SubjectArtifacts(context.Store, document, options.Time);
        await using var closing = artifacts.ConfigureAwait(false);
        var wanted = new VerificationContext(document.Descriptor, now) { Keys = [context.Key.PublicKey], Annotations = context.Claims.Annotations };
        var found = await new SignatureSearch([format], artifacts, wanted).RunAsync(all: true, cancellationToken).ConfigureAwait(false);
        var claimed = found.Children.Where(check => check.Passed).SelectMany(check => check.Flatten()).SelectMany(check => check.Facts).Where(fact => fact.Name == "claimed-reference").Select(fact => fact.Value).ToHashSet(StringComparer.Ordinal);
        return found.Passed && context.Claims.References.All(claimed.Contains);
    }

    private static IReadOnlyList<string> References(SignRequest request, Digest subject)
    {
        if (request.Image.Transport != Transport.Registry) return [];
        var tags = request.PlatformTags.TryGetValue(subject, out var own) ? [.. own, .. request.Tags]
            : request.Tags is not [] ? request.Tags
            : request.Image.Tag is { } tag ? [tag] : Array.Empty<string>();
        return [.. tags.Distinct().Select(name => $"{request.Image.Name}:{name}")];
    }
}
