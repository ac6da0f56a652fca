using ImageSign.Configuration.Packages;
using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Archive;
using ImageSign.Stores.Shared;
using ImageSign.Verification;

namespace ImageSign.Configuration;

/// <summary>Compares images with one description, whether they are to be signed or to be verified.</summary>
/// <param name="options">What the base is looked up with.</param>
/// <param name="file">The description.</param>
/// <param name="strict">Whether what cannot be known counts as a contradiction.</param>
internal sealed class DescriptionBinding(EngineOptions options, DescriptionFile file, bool strict)
{
    private readonly BaseFinder _bases = new(options);

    /// <summary>The description.</summary>
    public DescriptionFile File => file;

    /// <summary>What <see cref="RequireAsync(IImageContent, Transport, CancellationToken)"/> found.</summary>
    public Check? Accepted { get; private set; }

    /// <summary>The binding to the file at <paramref name="path"/>; null for none.</summary>
    public static async Task<DescriptionBinding?> OpenAsync(EngineOptions options, string? path, bool strict, CancellationToken cancellationToken) =>
        path is null ? null : new DescriptionBinding(options, await DescriptionFile.LoadAsync(path, cancellationToken).ConfigureAwait(false), strict);

    /// <summary>The check of an image that is verified. Nothing of it is looked into, and no base looked for, on the word of somebody who is not trusted.</summary>
    /// <param name="signatures">What its signatures are worth.</param>
    /// <param name="required">Gets the id of the check.</param>
    /// <param name="compare">Compares.</param>
    public async Task<Check> WhenSignedAsync(Check signatures, ICollection<string> required, Func<Task<Check>> compare)
    {
        required.Add(CheckIds.Config);
        return signatures.Passed ? await compare().ConfigureAwait(false) : Check.Skip(CheckIds.Config, "no signature got that far");
    }

    /// <summary>Compares one image.</summary>
    public async Task<Check> CheckAsync(IImageContent image, Transport place, CancellationToken cancellationToken)
    {
        try
        {
            var checks = await EvaluateAsync(image, place, cancellationToken).ConfigureAwait(false);
            return Check.AllOf(CheckIds.Config, [CheckIds.ConfigFile], [.. checks.Select(check => strict && check.Outcome == CheckOutcome.Skip ? Check.Fail(check.Id, ErrorCodes.DescriptionNotConfirmed, check.Reason!) : check)]);
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            return Check.Fail(CheckIds.Config, e);
        }
    }

    /// <summary>Compares what a manifest names; for an index, the image of every platform.</summary>
    public async Task<Check> CheckAsync(IImageStore store, ManifestDocument subject, CancellationToken cancellationToken)
    {
        try
        {
            if (subject is not ImageIndex index) return await CheckManifestAsync(store, subject, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.NotSupportedHere.With("An image description", $"{subject.Descriptor.Digest}, which is no image");
            var platforms = new List<Check>();
            foreach (var entry in await SubjectGraph.ChildrenAsync(store, index, cancellationToken).ConfigureAwait(false))
            {
                if (MediaTypes.IsIndex(entry.MediaType)) continue;
                var child = await store.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
                if (await CheckManifestAsync(store, child, cancellationToken).ConfigureAwait(false) is not { } check) continue;
                platforms.Add(check with { Id = CheckIds.Platform, Facts = [new Fact("platform", entry.Platform?.ToString() ?? "none"), new Fact("digest", entry.Digest.ToString())] });
            }

            return Check.AllOf(CheckIds.Config, [CheckIds.Platform], platforms);
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            return Check.Fail(CheckIds.Config, e);
        }
    }

    /// <summary>Compares the image that is meant in an archive.</summary>
    public async Task<Check> CheckAsync(WholeArchive archive, CancellationToken cancellationToken)
    {
        if (archive.FindContent() is { } content) return await CheckAsync(content, Transport.DockerArchive, cancellationToken).ConfigureAwait(false);
        var (store, subject) = await archive.FindManifestAsync(cancellationToken).ConfigureAwait(false);
        return await CheckAsync(store, subject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares one image that is to be signed; a contradiction keeps it from that, and what is not known does not.</summary>
    public async Task RequireAsync(IImageContent image, Transport place, CancellationToken cancellationToken) =>
        Require(await CheckAsync(image, place, cancellationToken).ConfigureAwait(false));

    /// <summary>The same for what a manifest names.</summary>
    public async Task RequireAsync(IImageStore store, ManifestDocument subject, CancellationToken cancellationToken) =>
        Require(await CheckAsync(store, subject, cancellationToken).ConfigureAwait(false));

    /// <summary>The same for an archive.</summary>
    public async Task RequireAsync(WholeArchive archive, CancellationToken cancellationToken) => Require(await CheckAsync(archive, cancellationToken).ConfigureAwait(false));

    private void Require(Check check)
    {
        if (!check.Passed)
        {
            var reasons = check.Flatten().Where(part => part is { Outcome: CheckOutcome.Fail, Children: [] }).Select(part => $"{part.Id}, {part.Reason}");
            throw (check.Code is { Undecided: true } ? ErrorCodes.DescriptionUndecided : ErrorCodes.DescriptionContradicted).With(file.Path, string.Join("; ", reasons));
        }

        Accepted = check;
    }

    private async Task<Check?> CheckManifestAsync(IImageStore store, ManifestDocument manifest, CancellationToken cancellationToken) =>
        await ManifestImage.OpenAsync(store, manifest, cancellationToken).ConfigureAwait(false) is { } image
            ? await CheckAsync(image, Transport.Registry, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<IReadOnlyList<Check>> EvaluateAsync(IImageContent image, Transport place, CancellationToken cancellationToken)
    {
        var description = file.Content;
        var run = RunSettings.Read(image.Config);
        List<Check> checks = [Check.Pass(CheckIds.ConfigFile, null, new Fact("config-name", file.Name), new Fact("config-digest", file.Digest.ToString()))];
        IReadOnlyList<LayerPackages> layers = [];
        var found = BaseFinding.NotDescribed;
        if (description.Packages is not null || description.From is not null)
        {
            // What layers say counts only when they are the image's: engines mount what they have, whatever the configuration names.
            (var read, layers) = await ReadLayersAsync(image, run, cancellationToken).ConfigureAwait(false);
            checks.Add(read);
            if (description.From is not null) found = read.Passed ? await _bases.FindAsync(description.From, run, ImageConfigPlatform.Read(image.Config), place, cancellationToken).ConfigureAwait(false) : BaseFinding.Unknown(NotRead(read));
            if (found.Check is not null) checks.Add(found.Check);
            if (description.Packages is { } packages) checks.Add(read.Passed ? PackageCheck.Evaluate(packages, layers, found) : Check.Skip(CheckIds.ConfigPackages, NotRead(read)));
        }

        return [.. checks, .. new FieldChecks(description, run, found).Evaluate()];
    }

    private static async Task<(Check Read, IReadOnlyList<LayerPackages> Layers)> ReadLayersAsync(IImageContent image, RunSettings run, CancellationToken cancellationToken)
    {
        var expected = run.DiffIds.Select(text => Digest.TryParse(text, out var digest) ? digest : throw OciJson.Malformed("the image configuration", $"the diff_id '{text}' is not a SHA-256 digest")).ToList();
        var layers = new LayerPackages[expected.Count];
        var budget = new PackageBudget();
        var check = await LayerCheck.RunAsync(image, expected, cancellationToken, async (positions, content) =>
        {
            var layer = await LayerPackages.ReadAsync(content, budget, cancellationToken).ConfigureAwait(false);
            foreach (var position in positions) layers[position] = layer;
        }).ConfigureAwait(false);
        return (check.Code == ErrorCodes.LayerUnreadable ? Check.Skip(CheckIds.Layers, check.Reason!) : check with { Facts = [] }, layers);
    }

    private static string NotRead(Check layers) => $"the layers were not read: {layers.Reason}";
}
