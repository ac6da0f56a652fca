using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ImageSign.Tasks;

/// <summary>
/// Finds the library that the package holds once for all platforms, in the folder above the one with the code of this platform. MSBuild
/// itself looks only
/// beside the task; where the library is there, this is never asked.
/// </summary>
internal static class SharedLibrary
{
    private const string Name = "BouncyCastle.Cryptography";

#pragma warning disable CA2255 // A task assembly has no other place that runs before its first type needs the library.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => AssemblyLoadContext.GetLoadContext(typeof(SharedLibrary).Assembly)!.Resolving += Find;

    private static Assembly? Find(AssemblyLoadContext context, AssemblyName name)
    {
        if (name.Name != Name) return null;
        var above = Path.GetDirectoryName(Path.GetDirectoryName(typeof(SharedLibrary).Assembly.Location));
        var path = Path.Combine(above ?? "", $"{Name}.dll");
        return Path.IsPathRooted(path) && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }
}
