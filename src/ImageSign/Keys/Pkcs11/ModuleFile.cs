namespace ImageSign.Keys.Pkcs11;

/// <summary>
/// The file of a module. A module is code that runs as us (docs/security.md, rule 26): it is named by an absolute path, and nobody else may be able to
/// change what stands there.
/// </summary>
internal static class ModuleFile
{
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private static readonly string[] Variables = ["IMAGESIGN_PKCS11_MODULE", "COSIGN_PKCS11_MODULE_PATH"];

    // Where vendors' packages put theirs; named in a message, never loaded unasked.
    private static readonly string[] Common = OperatingSystem.IsWindows()
        ?
        [
            @"C:\Program Files\Yubico\Yubico PIV Tool\bin\libykcs11.dll", @"C:\Program Files\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll",
            @"C:\SoftHSM2\lib\softhsm2-x64.dll",
        ]
        : OperatingSystem.IsMacOS()
            ? ["/usr/local/lib/libykcs11.dylib", "/Library/OpenSC/lib/opensc-pkcs11.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so"]
            :
            [
                "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/libykcs11.so", "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
                "/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so", "/opt/cloudhsm/lib/libcloudhsm_pkcs11.so", "/usr/lib/x86_64-linux-gnu/p11-kit-proxy.so",
            ];

    /// <summary>The module that a key's URI, or the environment, names: the real path of a file that only the user or root can change.</summary>
    public static string Find(Pkcs11Uri uri)
    {
        var path = uri.ModulePath ?? Variables.Select(System.Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (path is null) throw ErrorCodes.Pkcs11ModuleNeeded.With(string.Join(", ", Named()));
        return RealFile(path);
    }

    /// <summary>The real path of <paramref name="path"/>.</summary>
    public static string RealFile(string path)
    {
        if (!Path.IsPathFullyQualified(path)) throw NotUsable(path, "its path is not absolute");
        try
        {
            var real = OperatingSystem.IsWindows() ? FinalTarget(path) : UnixFile.RealPath(path);
            if (real is null || (!System.IO.File.Exists(real) && !Directory.Exists(real))) throw NotUsable(path, "there is no such file");
            var file = new FileInfo(real);
            if (!file.Exists || file.Attributes.HasFlag(FileAttributes.Device) || file.Length == 0) throw NotUsable(path, "it is not a regular file");
            if (IsHere(file.DirectoryName!)) throw NotUsable(path, "it is in the current directory");
            if (!OperatingSystem.IsWindows()) RequireOurs(path, file);
            return real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw ErrorCodes.Pkcs11ModuleNotUsable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    public static ImageSignException NotUsable(string path, string reason) => ErrorCodes.Pkcs11ModuleNotUsable.With(path, reason);

    private static string FinalTarget(string path) => System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static bool IsHere(string directory)
    {
        var here = System.Environment.CurrentDirectory;
        here = OperatingSystem.IsWindows() ? here : UnixFile.RealPath(here) ?? here;
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(Path.TrimEndingDirectorySeparator(directory), Path.TrimEndingDirectorySeparator(here), comparison);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void RequireOurs(string path, FileInfo file)
    {
        RequireOurs(path, file, "it");
        RequireOurs(path, file.Directory!, "its directory");
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void RequireOurs(string path, FileSystemInfo place, string name)
    {
        if (!UnixFile.IsOursOrRoots(place.FullName)) throw NotUsable(path, $"{name} belongs to another user");
        if ((place.UnixFileMode & OthersMayWrite) != UnixFileMode.None) throw NotUsable(path, $"others may write to {name}");
    }

    private static string[] Named()
    {
        var present = Common.Where(System.IO.File.Exists).ToArray();
        return present.Length > 0 ? present : Common;
    }
}
