namespace ImageSign.Configuration.Packages;

/// <summary>Which packages came along with those that somebody asked for.</summary>
internal static class PackageClosure
{
    /// <summary>The packages of <paramref name="installed"/> with the names <paramref name="wanted"/>, and whatever they need or bring along, as the database itself says.</summary>
    public static IReadOnlySet<InstalledPackage> Of(IReadOnlyList<InstalledPackage> installed, IReadOnlySet<string> wanted)
    {
        var providers = installed
            .SelectMany(package => package.Provides.Prepend(package.Name).Distinct(StringComparer.Ordinal).Select(name => (Name: name, Package: package)))
            .ToLookup(pair => pair.Name, pair => pair.Package, StringComparer.Ordinal);
        // The same package in two databases is one package each time.
        var closure = new HashSet<InstalledPackage>(ReferenceEqualityComparer.Instance);
        var open = new Stack<InstalledPackage>(installed.Where(package => wanted.Contains(package.Name)));
        while (open.Count > 0)
        {
            while (open.TryPop(out var package))
            {
                if (!closure.Add(package)) continue;
                foreach (var provider in package.Needs.SelectMany(group => group).SelectMany(name => providers[name])) open.Push(provider);
            }

            foreach (var package in installed)
            {
                if (!closure.Contains(package) && package.ComesWith.All(providers.Contains) && package.ComesWith.Any(name => providers[name].Any(closure.Contains))) open.Push(package);
            }
        }

        return closure;
    }
}
