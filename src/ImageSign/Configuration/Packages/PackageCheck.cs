using ImageSign.Verification;

namespace ImageSign.Configuration.Packages;

/// <summary>Each described package is installed, in its version; and beyond the base's there are only those, and what they brought along.</summary>
internal static class PackageCheck
{
    private const int MaxNamed = 20;

    /// <summary>The check of what the layers say is installed.</summary>
    /// <param name="wanted">What was described.</param>
    /// <param name="layers">All layers, in order.</param>
    /// <param name="found">The base.</param>
    public static Check Evaluate(IReadOnlyList<PackageRequirement> wanted, IReadOnlyList<LayerPackages> layers, BaseFinding found)
    {
        var image = ImagePackages.Of(layers, layers.Count);
        if (image.Installed is not { } installed) return Check.Skip(CheckIds.ConfigPackages, image.Unknown!);
        if (image is { HasDatabase: false } && wanted.Count > 0) return Check.Skip(CheckIds.ConfigPackages, image.Unknown!);
        if (FieldChecks.Contradiction(CheckIds.ConfigPackages, Missing(wanted, installed)) is { } missing) return missing;
        var named = string.Join(", ", wanted.Select(package => $"{package.Name} {installed.First(candidate => candidate.Name == package.Name).Version}"));
        if (found.Settings is null) return Check.Skip(CheckIds.ConfigPackages, $"{named}: installed; whether others came from the base is not known: {found.Reason}");
        var before = ImagePackages.Of(layers, found.Settings.DiffIds.Count);
        if (before.Installed is null) return Check.Skip(CheckIds.ConfigPackages, $"{named}: installed; which others came from the base cannot be told: {before.Unknown}");
        var ofBase = before.Installed.Select(package => (package.Name, package.Version)).ToHashSet();
        var explained = PackageClosure.Of(installed, wanted.Select(package => package.Name).ToHashSet(StringComparer.Ordinal));
        var strangers = installed.Where(package => !ofBase.Contains((package.Name, package.Version)) && !explained.Contains(package)).Select(package => $"{package.Name} {package.Version}").ToList();
        if (strangers.Count > MaxNamed) strangers = [.. strangers.Take(MaxNamed), $"and {strangers.Count - MaxNamed} more"];
        return strangers.Count > 0
            ? Check.Fail(CheckIds.ConfigPackages, ErrorCodes.NotAsDescribed, $"neither described, nor needed by what is, nor the base's: {string.Join(", ", strangers)}")
            : Check.Pass(CheckIds.ConfigPackages, $"{named}; {installed.Count} in all, the others needed by these or the base's");
    }

    private static IEnumerable<string> Missing(IReadOnlyList<PackageRequirement> wanted, IReadOnlyList<InstalledPackage> installed)
    {
        var versions = installed.ToLookup(package => package.Name, package => package.Version, StringComparer.Ordinal);
        foreach (var package in wanted)
        {
            if (!versions.Contains(package.Name)) yield return $"{package.Name} is not installed";
            else if (package.Version is not null && versions[package.Name].FirstOrDefault(version => version != package.Version) is { } other) yield return $"{package.Name} is {other}, not {package.Version}";
        }
    }
}
