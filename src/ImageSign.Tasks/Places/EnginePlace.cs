using System.Globalization;
using ImageSign.Oci;
using ImageSign.Stores.Daemon;

namespace ImageSign.Tasks.Places;

/// <summary>A local engine: neither <c>ContainerRegistry</c> nor an archive. Each image is there by itself, also of several platforms.</summary>
/// <param name="localRegistry"><c>Docker</c>, <c>Podman</c>, or empty for what the SDK finds.</param>
/// <param name="repository">The name of the images.</param>
/// <param name="images">What was loaded.</param>
internal sealed class EnginePlace(string localRegistry, string repository, IReadOnlyList<PublishedImage> images) : IPublishPlace
{
    private const int FirstWithOtherEngines = 11;

    /// <summary>The version of the SDK.</summary>
    public string SdkVersion { get; init; } = "";

    /// <summary>Refuses an engine that cannot be asked for its images.</summary>
    public static void RequireKnown(string localRegistry, string repository)
    {
        if (localRegistry is "" or "Docker" or "Podman") return;
        throw ErrorCodes.EngineNotSupported.With(repository, $"LocalRegistry is '{localRegistry}'");
    }

    public async Task<IReadOnlyList<SignedImage>> SignAsync(SigningRun run, CancellationToken cancellationToken)
    {
        var transport = await FindEngineAsync(cancellationToken);
        var signed = new List<SignedImage>();
        try
        {
            foreach (var image in images) signed.Add(await SignAsync(run, transport, image, cancellationToken));
        }
        catch (ImageSignException e) when (IsNotThere(e) && OtherEngine(OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) is { } other)
        {
            var reason = $"it is not in {transport}, and .NET {FirstWithOtherEngines} prefers {other} where that is installed";
            throw ErrorCodes.EngineNotSupported.Because(e, repository, reason);
        }

        return signed;
    }

    /// <summary>The system's own engine, which an SDK of this version loads into rather than into Docker or Podman; null for none.</summary>
    internal string? OtherEngine(bool isWindows, bool isMacOS)
    {
        if (localRegistry.Length > 0) return null;
        if (!int.TryParse(SdkVersion.Split('.')[0], CultureInfo.InvariantCulture, out var major) || major < FirstWithOtherEngines) return null;
        return isWindows ? "wslc" : isMacOS ? "Apple's container" : null;
    }

    private static bool IsNotThere(ImageSignException failure) =>
        failure.InnerException is ImageSignException { Code: var code } && code == ErrorCodes.ImageNotFound;

    private async Task<SignedImage> SignAsync(SigningRun run, Transport transport, PublishedImage published, CancellationToken cancellationToken)
    {
        var name = ImageReference.Parse($"{repository}:{published.Tags[0]}") with { Transport = transport };
        var image = new SignedImage(name.At(published.Config!.Digest), repository, published.Config, published.Tags);
        foreach (var signer in run.Signers)
        {
            image = image.With(await run.SignAsync(signer, image.Reference, request => request with { Tags = published.Tags }, cancellationToken));
        }

        return image;
    }

    private async Task<Transport> FindEngineAsync(CancellationToken cancellationToken) => localRegistry switch
    {
        "Docker" => Transport.DockerDaemon,
        "Podman" => Transport.Podman,
        _ => await EngineStoreFactory.FindRunningAsync(cancellationToken) ?? throw ErrorCodes.EngineNotFound.With(),
    };
}
