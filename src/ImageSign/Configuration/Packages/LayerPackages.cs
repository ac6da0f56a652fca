using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Configuration.Packages;

/// <summary>What one layer does to the package databases.</summary>
internal sealed class LayerPackages
{
    // image-spec, "Whiteouts".
    private const string Whiteout = ".wh.";
    private const string Opaque = ".wh..wh..opq";

    private readonly Dictionary<string, IReadOnlyList<InstalledPackage>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<PackageDatabase, string> _obstacles = [];

    /// <summary>The databases' files in this layer, by path.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<InstalledPackage>> Files => _files;

    /// <summary>Why what a database holds cannot be told from this layer on.</summary>
    public IReadOnlyDictionary<PackageDatabase, string> Obstacles => _obstacles;

    /// <summary>Why nothing can be told; null when it can.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>Reads a layer's uncompressed tar.</summary>
    public static async Task<LayerPackages> ReadAsync(Stream tar, PackageBudget budget, CancellationToken cancellationToken)
    {
        var layer = new LayerPackages();
        var headers = new TarHeaderReader(tar);
        try
        {
            while (await headers.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                var isFile = entry.Type is TarHeader.File or TarHeader.ContiguousFile;
                var end = headers.Position + (isFile ? entry.Size : 0);
                await layer.VisitAsync(CleanName(entry.Name), entry, headers, budget, cancellationToken).ConfigureAwait(false);
                await headers.SkipToAsync(TarMember.BlockEnd(end), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FormatException or EndOfStreamException || headers.IsNoTar)
        {
            layer.Unreadable = $"it is not a tar that all tools read alike: {e.Message}";
        }

        return layer;
    }

    private async Task VisitAsync(string path, TarEntry entry, TarHeaderReader headers, PackageBudget budget, CancellationToken cancellationToken)
    {
        var slash = path.LastIndexOf('/');
        var (directory, name) = (slash < 0 ? "" : path[..slash], path[(slash + 1)..]);
        foreach (var database in PackageDatabase.Known)
        {
            if (name.StartsWith(Whiteout, StringComparison.Ordinal))
            {
                if (name == Opaque && (directory.Length == 0 || database.IsReachedThrough(directory))) Block(database, $"a layer makes '/{directory}' opaque");
                var removed = slash < 0 ? name[Whiteout.Length..] : $"{directory}/{name[Whiteout.Length..]}";
                if (database.IsReachedThrough(removed) || database.Holds(removed)) Block(database, $"a layer removes '/{removed}'");
            }
            else if (database.Holds(path))
            {
                if (entry.Type is not (TarHeader.File or TarHeader.ContiguousFile)) Block(database, $"'/{path}' is no regular file");
                else if (!_files.TryAdd(path, [])) Block(database, $"a layer holds '/{path}' twice");
                else await ReadAsync(database, path, headers.Open(entry.Size), budget, cancellationToken).ConfigureAwait(false);
            }
            else if (entry.Type != TarHeader.Directory && database.IsReachedThrough(path))
            {
                Block(database, $"'/{path}' is {(entry.Type is TarHeader.SymbolicLink or TarHeader.HardLink ? "a link" : "no directory")}");
            }
        }
    }

    private async Task ReadAsync(PackageDatabase database, string path, Stream content, PackageBudget budget, CancellationToken cancellationToken)
    {
        budget.TakeBytes(content.Length);
        var packages = new List<InstalledPackage>();
        try
        {
            await foreach (var paragraph in DatabaseText.ReadAsync(content, database.Fields, cancellationToken).ConfigureAwait(false))
            {
                if (database.Read(paragraph) is not { } package) continue;
                budget.TakePackage();
                packages.Add(package);
            }

            _files[path] = packages;
        }
        catch (FormatException e)
        {
            Block(database, $"'/{path}' is no package database: {e.Message}");
        }
    }

    private void Block(PackageDatabase database, string reason) => _obstacles.TryAdd(database, reason);

    /// <summary>Where an engine would put the member: Go's <c>filepath.Clean</c> below the root.</summary>
    private static string CleanName(string name)
    {
        var segments = new List<string>();
        foreach (var segment in name.Split('/'))
        {
            if (segment is "" or ".") continue;
            if (segment != "..") segments.Add(segment);
            else if (segments.Count > 0) segments.RemoveAt(segments.Count - 1);
        }

        return string.Join('/', segments);
    }
}
