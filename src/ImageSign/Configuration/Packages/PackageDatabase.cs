namespace ImageSign.Configuration.Packages;

/// <summary>A place where a package manager keeps what is installed.</summary>
/// <param name="Path">The file, or the directory of one file for each package.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
/// <param name="Fields">The fields that matter.</param>
/// <param name="Read">The package of a paragraph; null when it is not installed, <see cref="FormatException"/> when it is none.</param>
internal sealed record PackageDatabase(string Path, bool IsDirectory, IReadOnlyList<string> Fields, Func<IReadOnlyDictionary<string, string>, InstalledPackage?> Read)
{
    // Packages of distroless images: the files of a package are listed beside it.
    private const string Checksums = ".md5sums";

    private static readonly string[] OfApk = ["P", "V", "D", "p", "i"];
    private static readonly string[] OfDpkg = ["Package", "Version", "Status", "Provides", "Depends", "Pre-Depends", "Recommends"];

    /// <summary>Those that are known.</summary>
    public static IReadOnlyList<PackageDatabase> Known { get; } =
    [
        new("lib/apk/db/installed", IsDirectory: false, OfApk, ReadApk),
        new("var/lib/dpkg/status", IsDirectory: false, OfDpkg, ReadDpkg),
        new("var/lib/dpkg/status.d", IsDirectory: true, OfDpkg, ReadDpkg),
    ];

    /// <summary>True for the file, or for a file of the directory.</summary>
    public bool Holds(string path) => !IsDirectory
        ? path == Path
        : path.Length > Path.Length + 1 && path.StartsWith($"{Path}/", StringComparison.Ordinal) && !path.AsSpan(Path.Length + 1).Contains('/') && !path.EndsWith(Checksums, StringComparison.Ordinal);

    /// <summary>True for a directory on the way to it, and for itself.</summary>
    public bool IsReachedThrough(string path) => path == Path || Path.StartsWith($"{path}/", StringComparison.Ordinal);

    // apk-package(5) and the installed database: P name, V version, D dependencies, p provides, i install_if.
    private static InstalledPackage? ReadApk(IReadOnlyDictionary<string, string> fields) => new(Required(fields, "P"), Required(fields, "V"))
    {
        Provides = DatabaseText.Names(fields.GetValueOrDefault("p"), ' '),
        Needs = [.. DatabaseText.Names(fields.GetValueOrDefault("D"), ' ').Select(name => (IReadOnlyList<string>)[name])],
        ComesWith = DatabaseText.Names(fields.GetValueOrDefault("i"), ' '),
    };

    // dpkg(1), "Package states": of "install ok installed" the last word is the state. Without the field there is no other state.
    private static InstalledPackage? ReadDpkg(IReadOnlyDictionary<string, string> fields)
    {
        if (fields.TryGetValue("Status", out var status) && status.Split(' ')[^1] is "config-files" or "not-installed") return null;
        // apt installs what is recommended as well, unless it is told not to.
        var needs = ((string[])["Depends", "Pre-Depends", "Recommends"]).SelectMany(field => fields.GetValueOrDefault(field, "").Split(','));
        return new InstalledPackage(Required(fields, "Package"), Required(fields, "Version"))
        {
            Provides = DatabaseText.Names(fields.GetValueOrDefault("Provides"), ','),
            Needs = [.. needs.Select(group => DatabaseText.Names(group, '|')).Where(group => group.Count > 0)],
        };
    }

    private static string Required(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw new FormatException($"it names a package without '{name}'");
}
