using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImageSign.Tool.Streams;

/// <summary>
/// Which of the standard descriptors whoever started the tool has given to it. Under the number of one that was closed (<c>&gt;&amp;-</c>)
/// the runtime has often opened something of its own by now, a pipe or a library, and the tool must neither write to that nor read from it.
/// </summary>
internal static partial class InheritedDescriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    private static readonly List<SafeFileHandle> Placeholders = [];

    /// <summary>
    /// True when the descriptor came with the start. POSIX, exec: "File descriptors open in the calling process image shall remain open in
    /// the new process image, except for those whose close-on-exec flag FD_CLOEXEC is set"; so one that has the flag was opened since. A free number is taken,
    /// before a socket gets it.
    /// </summary>
    public static bool IsOpen(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return true;
        var flags = GetFlags(descriptor, GetDescriptorFlags);
        if (flags < 0) Placeholders.Add(File.OpenHandle("/dev/null"));
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetFlags(int descriptor, int command);
}
