namespace ImageSign.Tests.Support;

/// <summary>Tests that change environment variables, which the whole process shares: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "process environment";
}
