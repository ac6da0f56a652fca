using System.Collections;
using System.Runtime.InteropServices;

namespace ImageSign.Keys.Pkcs11;

/// <summary>
/// The environment as native code sees it. On Unix .NET works on a copy, and MSBuild gives each build its variables in that copy only: a module that reads
/// its configuration's place (<c>SOFTHSM2_CONF</c>) would see those of the build that started the node.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>Gives native code the variables that differ; called before a module is initialised, and then once for it.</summary>
    public static void Update()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value } && Marshal.PtrToStringUTF8(Get(name)) != value) Set(name, value, 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Get(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Set(string name, string value, int overwrite);
}
