using Microsoft.Build.Execution;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>How a publish ended.</summary>
internal sealed record PublishOutcome(bool Succeeded, RecordingLogger Log, IReadOnlyList<ProjectItemInstance> SignedImages)
{
    public void ShouldSucceed() => Assert.True(Succeeded, Log.ToString());

    public void ShouldFailWith(string code)
    {
        Assert.False(Succeeded, Log.ToString());
        Assert.Equal([code], Log.Errors.Select(error => error.Code));
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
