using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>Verifies the base image before the SDK builds on it, and pins it to the digest that was verified.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyBaseImage : EngineTask
{
    /// <summary><c>warn</c> or <c>require</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary>The registry, <c>$(ContainerBaseRegistry)</c>.</summary>
    [Required]
    public string BaseRegistry { get; set; } = "";

    /// <summary>The repository, <c>$(ContainerBaseName)</c>.</summary>
    [Required]
    public string BaseName { get; set; } = "";

    /// <summary>The tag; not looked at when there is a digest.</summary>
    public string BaseTag { get; set; } = "";

    /// <summary>The digest, or empty.</summary>
    public string BaseDigest { get; set; } = "";

    /// <summary>Where the SDK takes the base from, <c>$(ContainerBaseImageSource)</c>: <c>registry</c>, or empty for that.</summary>
    public string BaseSource { get; set; } = "";

    /// <summary>The registry that is pushed to: the SDK's credential variables are meant for that one.</summary>
    public string PushRegistry { get; set; } = "";

    /// <summary>What the build is made for.</summary>
    public string[] RuntimeIdentifiers { get; set; } = [];

    /// <summary>A trust policy file, relative to the project, or the name of a built-in policy.</summary>
    public string Policy { get; set; } = "";

    /// <summary>The directory with the policy's trust stores, relative to the project.</summary>
    public string TrustStore { get; set; } = "";

    /// <summary>Public keys, relative to the project.</summary>
    public string[] Keys { get; set; } = [];

    /// <summary>The <c>host/repository</c> that the policy knows the base as; empty for its own.</summary>
    public string Scope { get; set; } = "";

    /// <summary>How old the signature may be.</summary>
    public string MaxAge { get; set; } = "";

    /// <summary><c>log</c>, <c>require</c> or <c>skip</c>; empty for what the policy says.</summary>
    public string Revocation { get; set; } = "";

    /// <summary>Where the snapshot of the verified base goes, absolute.</summary>
    [Required]
    public string SnapshotFile { get; set; } = "";

    /// <summary>The project's directory, absolute.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The digest to build on.</summary>
    [Output]
    public string VerifiedDigest { get; private set; } = "";

    /// <summary>What names this build and no other; empty when nothing could be read.</summary>
    [Output]
    public string Build { get; private set; } = "";

    private protected override async System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken)
    {
        GateMode.IsRequired(Mode);
        VerifiedDigest = BaseDigest;
        BaseImageSnapshot.Remove(SnapshotFile);
        var repository = ImageReference.OfRegistry(BaseRegistry, BaseName);
        if (BaseSource.Length > 0 && !BaseSource.Equals("registry", StringComparison.OrdinalIgnoreCase))
        {
            var reason = $"ContainerBaseImageSource is '{BaseSource}', so that the SDK builds on another image than the registry's";
            throw ErrorCodes.BaseImageUndecided.With(repository, reason);
        }

        var request = new BaseImageRequest(BaseDigest.Length > 0 ? repository.At(Digest.Parse(BaseDigest)) : repository with { Tag = BaseTag })
        {
            Platforms = RuntimeIdentifiers.Select(RuntimePlatform.Of) is var platforms && platforms.All(platform => platform is not null) ? [.. platforms.OfType<Platform>().Distinct()] : [],
            Keys = [.. Keys.Select(KeyReference.Parse).Select(key => key.Scheme == KeyScheme.File ? key with { Value = ProjectPath.Full(key.Value, ProjectDirectory) } : key)],
            PolicyFile = BuiltInPolicies.Contains(Policy) ? Policy : ProjectPath.OrNull(Policy, ProjectDirectory),
            TrustStoreDirectory = ProjectPath.OrNull(TrustStore, ProjectDirectory),
            Scope = Scope.Length == 0 ? null : Scope,
            MaxAge = MaxAge.Length == 0 ? null : Duration.Parse(MaxAge),
            Revocation = Revocation switch
            {
                "" => null,
                "log" => VerificationAction.Log,
                "require" => VerificationAction.Enforce,
                "skip" => VerificationAction.Skip,
                _ => throw ErrorCodes.GateSettingInvalid.With("ImageSignBaseImageRevocation", Revocation, "log, require, skip"),
            },
        };
        await using var gate = new BaseImageGate(Engine(PushRegistry, log, pullsFrom: BaseRegistry));
        var snapshot = await gate.ReadAsync(request, cancellationToken);
        VerifiedDigest = snapshot.Image.Digest!.Value.ToString();
        if (await gate.JudgeAsync(request, snapshot, cancellationToken) is { } refusal) throw refusal;
        var build = Guid.NewGuid().ToString("N");
        await snapshot.WriteAsync(SnapshotFile, build, cancellationToken);
        Build = build;
        log.Info($"Verified the base image {snapshot.Image}");
    }

    private protected override void Report(MSBuildLog log, ImageSignException failure) => GateMode.Report(Mode, log, failure);
}
