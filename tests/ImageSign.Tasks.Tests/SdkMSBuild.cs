using System.Runtime.CompilerServices;
using Microsoft.Build.Locator;

namespace ImageSign.Tasks.Tests;

/// <summary>Makes the SDK's own MSBuild the one that these tests run, before anything of it is loaded.</summary>
internal static class SdkMSBuild
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "MSBuild's assemblies must be found before the first test class that mentions them is loaded")]
    internal static void Register() => MSBuildLocator.RegisterDefaults();
}
