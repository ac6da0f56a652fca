namespace ImageSign.Configuration.Packages;

/// <summary>What is installed, as the layers say; of each file the highest layer's counts.</summary>
/// <param name="Installed">The packages; null when they cannot be known.</param>
/// <param name="Unknown">Why not.</param>
internal sealed record ImagePackages(IReadOnlyList<InstalledPackage>? Installed, string? Unknown)
{
    /// <summary>The packages after the lowest <paramref name="count"/> of <paramref name="layers"/>, which are in order.</summary>
    public static ImagePackages Of(IReadOnlyList<LayerPackages> layers, int count)
    {
        var below = layers.Take(count).ToList();
        if (below.Find(layer => layer.Unreadable is not null) is { } broken) return Because($"layer {below.IndexOf(broken) + 1} cannot be looked into: {broken.Unreadable}");
        var installed = new List<InstalledPackage>();
        var found = false;
        foreach (var database in PackageDatabase.Known)
        {
            var files = new Dictionary<string, IReadOnlyList<InstalledPackage>>(StringComparer.Ordinal);
            foreach (var (path, packages) in below.SelectMany(layer => layer.Files).Where(file => database.Holds(file.Key))) files[path] = packages;
            if (files.Count == 0) continue;
            // An engine may put another file there than the one that was read.
            if (Obstacle(database) is { } obstacle) return Because($"/{database.Path} is reached through more than plain files: {obstacle}");
            installed.AddRange(files.Values.SelectMany(packages => packages));
            found = true;
        }

        if (found) return new ImagePackages(installed, null);
        return PackageDatabase.Known.Select(Obstacle).FirstOrDefault(reason => reason is not null) is { } hidden
            ? Because($"there is no package database at a plain path: {hidden}")
            : new ImagePackages([], "the image has no package database of apk or dpkg");

        string? Obstacle(PackageDatabase database) => below.Select(layer => layer.Obstacles.GetValueOrDefault(database)).FirstOrDefault(reason => reason is not null);
    }

    /// <summary>True when some database was there and could be read.</summary>
    public bool HasDatabase => Unknown is null;

    private static ImagePackages Because(string reason) => new(null, reason);
}
