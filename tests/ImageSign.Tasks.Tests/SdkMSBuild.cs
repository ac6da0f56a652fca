using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ImageSign.Tasks.Tests;

/// <summary>Makes the SDK's own MSBuild the one that these tests run.</summary>
internal static class SdkMSBuild
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "MSBuild must be found before the first test class that mentions it is loaded")]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        Path.Combine(Repository.MSBuildToolsPath, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
}
