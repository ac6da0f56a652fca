using ImageSign.Oci;
using ImageSign.Stores.Registry;
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
            var signers = new SignerItems(ProjectDirectory, KeyPasswordVariable, Formats).Read(Key, Signers);
            if (signers.Count == 0) log.Report(SignatureRequired, ErrorCodes.NoSignerConfigured, Repository);
            else if (ArchivePath.Length > 0) log.Report(SignatureRequired, ErrorCodes.PlaceNotSignable, $"the archive {ArchivePath}");
            else if (Registry.Length == 0) log.Report(SignatureRequired, ErrorCodes.PlaceNotSignable, "the local container engine");
            else SignAsync(signers, log, _cancellation.Token).GetAwaiter().GetResult();
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
        var repository = ImageReference.OfRegistry(Registry, Repository);
        var published = PublishedImages.Of(Containers, ImageIndex, Tags, RuntimeIdentifiers);
        var template = new SignRequestTemplate(repository, published) { Annotations = AnnotationItems.Read(Annotations), ExpiresIn = ExpiresIn.Length > 0 ? Duration.Parse(ExpiresIn) : null };
        var stores = new RegistryStoreFactory(new RegistryOptions { InsecureRegistries = InsecureRegistries, EnvironmentCredentialsHost = Registry, Trace = log.Trace }, TimeProvider.System);

        var signed = new SignedImages(repository, published);
        foreach (var signer in signers)
        {
            var engine = EngineOptions.CreateDefault(new VariablePasswordSource(signer.PasswordVariable)) with { Stores = [stores] };
            signed.Add(await new ImageSigner(engine).SignAsync(template.For(signer), cancellationToken), log);
        }

        await using var store = stores.Open(repository);
        if (!TagsArePending) await PublishedTags.WarnOfMovedOnesAsync(store, repository, published.Root, log, cancellationToken);
        if (ResultFile.Length > 0) new ResultFile(Path.GetFullPath(ResultFile, ProjectDirectory)).Write(signed.All);
        SignedImages = [.. signed.All.Select(image => image.ToItem())];
    }
}
