using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>
/// Warns of names that are nearly ours: MSBuild takes every name, and a setting that nobody reads leaves an image other than its author
/// thinks.
/// </summary>
internal sealed class SpellCheck(MSBuildLog log)
{
    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks at the command line's properties, at the text of the project's own files, and at the metadata of the items.</summary>
    public void Run(
        IBuildEngine engine, IReadOnlyList<string> files, IReadOnlyList<ITaskItem> signers, IReadOnlyList<ITaskItem> annotations)
    {
        ProjectText[] texts = [.. files.Select(file => ProjectText.Read(file)).OfType<ProjectText>()];
        var ours = engine is IBuildEngine6 build ? build.GetGlobalProperties().Keys : [];
        var properties = ours.Concat(texts.SelectMany(text => text.Properties));
        foreach (var name in properties) Look("property", name, SettingNames.Properties, $"$({name})", texts);
        foreach (var name in texts.SelectMany(text => text.Items)) Look("item", name, SettingNames.Items, $"@({name}", texts);
        LookAtMetadata(signers, SettingNames.Items[0], SettingNames.SignerMetadata);
        LookAtMetadata(annotations, SettingNames.Items[1], SettingNames.AnnotationMetadata);
    }

    private void Look(string kind, string name, IReadOnlyList<string> known, string use, IReadOnlyList<ProjectText> texts)
    {
        if (known.Contains(name, StringComparer.OrdinalIgnoreCase)) return;
        var isNear = name.StartsWith(SettingNames.Prefix, StringComparison.OrdinalIgnoreCase)
            || known.Any(setting => NearestName.IsSlipOf(name, setting));
        // What the project reads itself is its own name.
        if (isNear && !texts.Any(text => text.Text.Contains(use, StringComparison.OrdinalIgnoreCase))) Tell(kind, name, known);
    }

    private void LookAtMetadata(IReadOnlyList<ITaskItem> items, string itemName, IReadOnlyList<string> known)
    {
        foreach (var name in items.SelectMany(item => item.MetadataNames.Cast<string>()).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (known.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (known.Any(setting => NearestName.IsSlipOf(name, setting))) Tell($"metadata of @({itemName})", name, known);
        }
    }

    private void Tell(string kind, string name, IReadOnlyList<string> known)
    {
        if (_told.Add($"{kind} {name}")) log.Warning(ErrorCodes.UnknownSetting, kind, name, NearestName.Of(name, known));
    }
}
