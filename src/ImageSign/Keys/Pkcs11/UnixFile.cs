using System.Runtime.InteropServices;
using System.Text;

namespace ImageSign.Keys.Pkcs11;

/// <summary>What .NET does not say about files on Unix: where a path really leads, and whose a file is.</summary>
internal static partial class UnixFile
{
    private const int PathBytes = 4096;
    private const int CurrentDirectory = -100;
    private const uint UserId = 0x8;

    /// <summary>The path without any link in it; null when it leads nowhere.</summary>
    public static string? RealPath(string path)
    {
        var buffer = new byte[PathBytes];
        return RealPath(path, buffer) != 0 ? Encoding.UTF8.GetString(buffer.AsSpan(0, buffer.AsSpan().IndexOf((byte)0))) : null;
    }

    /// <summary>True when the file belongs to root or to the user of this process.</summary>
    public static bool IsOursOrRoots(string path) => OwnerOf(path) is { } owner && (owner == 0 || owner == EffectiveUser());

    private static uint? OwnerOf(string path)
    {
        var buffer = new byte[512];
        if (OperatingSystem.IsLinux())
        {
            // struct statx: mask, block size (32 bits each), attributes (64), links (32), user (32) …
            return StatLinux(CurrentDirectory, path, 0, UserId, buffer) == 0 ? BitConverter.ToUInt32(buffer, 20) : null;
        }

        // struct stat of macOS, 64-bit inodes: device (32), mode, links (16 each), inode (64), user (32) …
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatMacOSIntel(path, buffer) : StatMacOS(path, buffer);
        return result == 0 ? BitConverter.ToUInt32(buffer, 16) : null;
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint RealPath(string path, byte[] resolved);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatLinux(int directory, string path, int flags, uint mask, byte[] result);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatMacOS(string path, byte[] result);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatMacOSIntel(string path, byte[] result);
}
