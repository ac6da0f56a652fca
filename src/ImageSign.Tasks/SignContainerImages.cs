using ImageSign.Oci;
using ImageSign.Tasks.Places;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

[MSBuildMultiThreadableTask]
public sealed partial class SignContainerImages : SigningTask
{
    private protected override async System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken)
    {
        SdkCredentialVariables.WarnOfThoseInBinlogs(log);
        var signers = ReadSigners();
        if (signers.Count == 0)
        {
            log.Report(SignatureRequired, ErrorCodes.NoSignerConfigured, Repository);
            return;
        }

        var signed = await Place().SignAsync(Run(Template(signers), log), cancellationToken);
        if (ProjectPath.OrNull(ResultFile, ProjectDirectory) is { } path) new ResultFile(path).Write(signed);
        SignedImages = [.. signed.Select(image => image.ToItem())];
    }

    /// <summary>Where the SDK put it: an archive wins over a registry, and without either it is a local engine.</summary>
    private IPublishPlace Place()
    {
        if (ArchivePath.Length > 0) return new ArchivePlace(ArchivePlace.FileOf(ArchivePath, ProjectDirectory, Repository), Repository, PublishedImages.Of(Containers, ImageIndex, Tags, RuntimeIdentifiers));
        if (Registry.Length > 0) return new RegistryPlace(ImageReference.OfRegistry(Registry, Repository), PublishedImages.Of(Containers, ImageIndex, Tags, RuntimeIdentifiers), TagsArePending);
        EnginePlace.RequireKnown(LocalRegistry, Repository);
        // In Docker with containerd's store, and with .NET 11 in Podman, too: the list of an index would have to be made anew, and their
        // command lines do not tell what would have to move in it.
        if (ImageIndex.Length > 0) throw ErrorCodes.PlaceNotSignable.With($"{Repository}, an index of several platforms in a local engine,");
        var images = PublishedImages.WithoutIndex(Containers, Tags, RuntimeIdentifiers);
        return new EnginePlace(LocalRegistry, Repository, images) { SdkVersion = SdkVersion };
    }
}
