using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageSign.Stores.Shared;

/// <summary>Makes a rename durable: on Unix the directory itself must be flushed, and .NET opens no directories.</summary>
internal static partial class DirectorySync
{
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMacOS = 0x1000000;

    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(directory, OperatingSystem.IsMacOS() ? CloseOnExecMacOS : CloseOnExecLinux);
        if (descriptor < 0) throw new IOException($"'{directory}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
