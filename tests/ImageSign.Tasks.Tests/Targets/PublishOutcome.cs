using Microsoft.Build.Execution;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>How a publish ended.</summary>
internal sealed record PublishOutcome(bool Succeeded, RecordingLogger Log, IReadOnlyList<ProjectItemInstance> SignedImages)
{
    /// <summary>The digest that the SDK was told to build on.</summary>
    public string BaseDigest { get; init; } = "";

    public void ShouldSucceed() => Assert.True(Succeeded, Log.ToString());

    public void ShouldFailWith(params string[] codes)
    {
        Assert.False(Succeeded, Log.ToString());
        Assert.Equal(codes, Log.Errors.Select(error => error.Code));
    }

    public void ShouldWarnOnlyOf(string code)
    {
        ShouldSucceed();
        Assert.Equal([code], Log.Warnings.Select(warning => warning.Code));
    }

    public void ShouldSayNothing()
    {
        ShouldSucceed();
        Assert.Empty(Log.Warnings);
        Assert.DoesNotContain("SignContainerImages", Log.Tasks);
    }
}
