namespace Microsoft.Build.Framework;

/// <summary>
/// Tells a multithreaded MSBuild (<c>-mt</c>) that the task keeps no state in statics and never looks at the working directory, so that it runs in
/// process. MSBuild looks for the attribute by its full name; the real one is missing from the Microsoft.Build.Framework of older 10.0 SDKs.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
