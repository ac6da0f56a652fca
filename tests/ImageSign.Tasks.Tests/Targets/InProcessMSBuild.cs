namespace ImageSign.Tasks.Tests.Targets;

/// <summary>Classes that run MSBuild in this process: one build at a time, since a process has one in-process node and one working directory.</summary>
[CollectionDefinition(Name)]
public sealed class InProcessMSBuild
{
    public const string Name = "MSBuild in process";
}
