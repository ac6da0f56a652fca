using ImageSign.Oci;
using ImageSign.Tasks.Places;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace ImageSign.Tasks;

[MSBuildMultiThreadableTask]
public sealed partial class SignContainerImages : Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc />
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc />
    public override bool Execute()
    {
        var log = new MSBuildLog(Log);
        try
        {
            SdkCredentialVariables.WarnOfThoseInBinlogs(log);
            var signers = new SignerItems(ProjectDirectory, KeyPasswordVariable, Formats).Read(Key, CertificateChain, Signers);
            if (signers.Count == 0) log.Report(SignatureRequired, ErrorCodes.NoSignerConfigured, Repository);
            else SignAsync(signers, log, _cancellation.Token).GetAwaiter().GetResult();
        }
        catch (ImageSignException failure) when (failure.Code == ErrorCodes.PlaceNotSignable && !SignatureRequired)
        {
            log.Warning(failure);
        }
        catch (ImageSignException failure)
        {
            log.Error(failure);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            log.Info("Signing was cancelled.");
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    private async System.Threading.Tasks.Task SignAsync(IReadOnlyList<Signer> signers, MSBuildLog log, CancellationToken cancellationToken)
    {
        var template = new SignRequestTemplate(signers)
        {
            Annotations = AnnotationItems.Read(Annotations),
            ExpiresIn = ExpiresIn.Length > 0 ? Duration.Parse(ExpiresIn) : null,
            ConfigFile = Config.Length > 0 ? Path.GetFullPath(Config, ProjectDirectory) : null,
            TimestampUrl = TimestampUrl.Length > 0 ? new Uri(TimestampUrl, UriKind.RelativeOrAbsolute) : null,
            TimestampRootFile = TimestampRoot.Length > 0 ? Path.GetFullPath(TimestampRoot, ProjectDirectory) : null,
        };
        var registry = new RegistryOptions { InsecureRegistries = InsecureRegistries, EnvironmentCredentialsHost = Registry, Trace = log.Trace };
        var engine = EngineOptions.CreateDefault(VariablePasswordSource.OfDefault(), registry);
        var signed = await Place().SignAsync(new SigningRun(template, engine, log), cancellationToken);
        if (ResultFile.Length > 0) new ResultFile(Path.GetFullPath(ResultFile, ProjectDirectory)).Write(signed);
        SignedImages = [.. signed.Select(image => image.ToItem())];
    }

    /// <summary>Where the SDK put it: an archive wins over a registry, and without either it is a local engine.</summary>
    private IPublishPlace Place()
    {
        if (ArchivePath.Length > 0) return new ArchivePlace(ArchivePlace.FileOf(ArchivePath, ProjectDirectory, Repository), Repository, PublishedImages.Of(Containers, ImageIndex, Tags, RuntimeIdentifiers));
        if (Registry.Length > 0) return new RegistryPlace(ImageReference.OfRegistry(Registry, Repository), PublishedImages.Of(Containers, ImageIndex, Tags, RuntimeIdentifiers), TagsArePending);
        // Only Docker with containerd's store takes an index; what would have to move in it cannot be told through its command line.
        if (ImageIndex.Length > 0) throw ErrorCodes.PlaceNotSignable.With($"{Repository}, an index of several platforms in a local engine,");
        return new EnginePlace(LocalRegistry, Repository, PublishedImages.WithoutIndex(Containers, Tags, RuntimeIdentifiers));
    }
}
