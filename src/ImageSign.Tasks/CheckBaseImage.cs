using System.Text;
using ImageSign.Oci;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>Compares what the SDK built with the base that was verified before.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckBaseImage : EngineTask
{
    /// <summary><c>warn</c> or <c>require</c>.</summary>
    [Required]
    public string Mode { get; set; } = "";

    /// <summary><c>@(GeneratedContainer)</c>.</summary>
    [Required]
    public ITaskItem[] Containers { get; set; } = [];

    /// <summary><c>$(GeneratedImageIndex)</c>; empty for one platform.</summary>
    public string ImageIndex { get; set; } = "";

    /// <summary>The digest that the SDK was told to build on.</summary>
    public string BaseDigest { get; set; } = "";

    /// <summary>The snapshot of the verified base.</summary>
    [Required]
    public string SnapshotFile { get; set; } = "";

    /// <summary>What names this build.</summary>
    [Required]
    public string Build { get; set; } = "";

    /// <summary><c>@(ContainerEnvironmentVariable)</c>, with Value.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary><c>$(ContainerUser)</c>.</summary>
    public string User { get; set; } = "";

    /// <summary><c>$(ContainerWorkingDirectory)</c>; empty in the outer build of several runtime identifiers.</summary>
    public string WorkingDirectory { get; set; } = "";

    /// <summary>The entrypoint with its arguments.</summary>
    public string[] Entrypoint { get; set; } = [];

    /// <summary><c>@(ContainerAppCommand)</c>; empty in the outer build of several runtime identifiers.</summary>
    public string[] AppCommand { get; set; } = [];

    /// <summary><c>@(ContainerAppCommandArgs)</c>.</summary>
    public string[] AppCommandArgs { get; set; } = [];

    /// <summary><c>$(ContainerAppCommandInstruction)</c>.</summary>
    public string AppCommandInstruction { get; set; } = "";

    /// <summary><c>@(ContainerDefaultArgs)</c>.</summary>
    public string[] DefaultArgs { get; set; } = [];

    /// <summary>The name of a self-contained application's file.</summary>
    public string AssemblyName { get; set; } = "";

    /// <summary>The name of the application's assembly.</summary>
    public string TargetFileName { get; set; } = "";

    private protected override System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken)
    {
        var snapshot = BaseImageSnapshot.Load(SnapshotFile, Build, BaseDigest);
        var produced = Containers.DistinctBy(item => item.GetMetadata("ManifestDigest"), StringComparer.Ordinal).Select(item => new BasePlatformImage(
            ManifestDocument.Parse(Encoding.UTF8.GetBytes(item.GetMetadata("Manifest")), item.GetMetadata("ManifestMediaType")) as ImageManifest ?? throw ErrorCodes.PublishedDigestDiffers.With("The manifest", "it is an index"),
            Encoding.UTF8.GetBytes(item.GetMetadata("Configuration"))));
        new BaseImageComparison(snapshot, Settings()).Require([.. produced]);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private protected override void Report(MSBuildLog log, ImageSignException failure) => GateMode.Report(Mode, log, failure);

    private BuildSettings Settings()
    {
        // The SDK's own defaults, which only the inner builds of several runtime identifiers see.
        string[] directories = WorkingDirectory.Length > 0 ? [WorkingDirectory] : ["/app/", @"C:\app\"];
        string[][] commands = AppCommand.Length > 0 || AppCommandInstruction == "None" ? [AppCommand]
            : [.. directories.SelectMany(directory => new string[][] { ["dotnet", directory + TargetFileName], [directory + AssemblyName], [directory + AssemblyName + ".exe"] })];
        return new BuildSettings
        {
            Environment = EnvironmentVariables.GroupBy(item => item.ItemSpec, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().GetMetadata("Value"), StringComparer.Ordinal),
            User = User,
            WorkingDirectories = directories,
            Entrypoint = Entrypoint,
            AppCommands = [.. commands.Select(command => (IReadOnlyList<string>)[.. command, .. AppCommandArgs])],
            DefaultArguments = DefaultArgs,
            AppCommandInstruction = AppCommandInstruction,
            ValuesMayBeCut = ImageIndex.Length > 0,
        };
    }
}
