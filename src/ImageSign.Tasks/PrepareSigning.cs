using ImageSign.Tasks.Places;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>
/// Finds out before anything is compiled and pushed whether the settings are right, and opens the keys: no tag gets to name an image that
/// cannot be signed.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class PrepareSigning : SigningTask
{
    /// <summary>
    /// True when <see cref="SigningTask.Registry"/> and <see cref="SigningTask.ArchivePath"/> are final; before, a target may still set
    /// them.
    /// </summary>
    public bool PlaceIsKnown { get; set; }

    /// <summary>The files in which settings are written, absolute; those that do not exist are nothing.</summary>
    public string[] ProjectFiles { get; set; } = [];

    /// <summary>Settings that are true or false, as they are written, <c>NAME=VALUE</c>.</summary>
    public string[] Switches { get; set; } = [];

    private protected override async System.Threading.Tasks.Task RunAsync(MSBuildLog log, CancellationToken cancellationToken)
    {
        new SpellCheck(log).Run(BuildEngine, ProjectFiles, Signers, Annotations);
        foreach (var setting in Switches) RequireSwitch(setting);
        var signers = ReadSigners();
        if (signers.Count == 0)
        {
            if (SignatureRequired) log.Error(ErrorCodes.NoSignerConfigured, Repository);
            return;
        }

        if (ProjectPath.OrNull(ResultFile, ProjectDirectory) is { } path) new ResultFile(path).RequireWritable();
        var template = Template(signers);
        var archive = ArchivePath.Length > 0 ? ArchivePlace.FileOf(ArchivePath, ProjectDirectory, Repository) : null;
        var place = new ExpectedPlace(Registry.Trim(), archive, LocalRegistry, Repository) { IsKnown = PlaceIsKnown };
        place.RequireSignable(signers, SignatureRequired);
        await Run(template, log).CheckAsync(place.RequestsFor, cancellationToken);
    }

    private static void RequireSwitch(string setting)
    {
        if (setting.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, { Length: > 0 } value]) return;
        if (!bool.TryParse(value, out _)) throw ErrorCodes.GateSettingInvalid.With(name, value, "true, false");
    }
}
