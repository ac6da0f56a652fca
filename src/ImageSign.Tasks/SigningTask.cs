namespace ImageSign.Tasks;

public abstract partial class SigningTask : EngineTask
{
    private protected IReadOnlyList<Signer> ReadSigners() =>
        new SignerItems(ProjectDirectory, KeyPasswordVariable, Formats).Read(Key.Trim(), CertificateChain, Signers);

    private protected SignRequestTemplate Template(IReadOnlyList<Signer> signers) => new(signers)
    {
        Annotations = AnnotationItems.Read(Annotations),
        ExpiresIn = ExpiresIn.Trim() is { Length: > 0 } duration ? Duration.Parse(duration) : null,
        ConfigFile = ProjectPath.OrNull(Config, ProjectDirectory),
        TimestampUrl = UrlOf(TimestampUrl.Trim()),
        TimestampRootFile = ProjectPath.OrNull(TimestampRoot, ProjectDirectory),
        IfMissing = IfMissing,
    };

    private protected SigningRun Run(SignRequestTemplate template, MSBuildLog log) =>
        new(template, Engine(Registry, log), PreparedKeys.Of(BuildEngine), log);

    /// <summary>What cannot be signed stays unsigned, which is a warning where nobody asked for more.</summary>
    private protected override void Report(MSBuildLog log, ImageSignException failure)
    {
        var isPlace = failure.Code == ErrorCodes.PlaceNotSignable || failure.Code == ErrorCodes.EngineNotSupported;
        if (isPlace && !SignatureRequired) log.Warning(failure);
        else log.Error(failure);
    }

    private static Uri? UrlOf(string text)
    {
        if (text.Length == 0) return null;
        return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url) ? url
            : throw ErrorCodes.TimestampFailed.With(text, "it is not an http or https URL");
    }
}
