using System.Text;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>Everything that a build said.</summary>
internal sealed class RecordingLogger : ILogger
{
    private readonly StringBuilder _text = new();

    public List<BuildErrorEventArgs> Errors { get; } = [];

    public List<BuildWarningEventArgs> Warnings { get; } = [];

    public List<string> Tasks { get; } = [];

    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Diagnostic;

    public string? Parameters { get; set; }

    public void Initialize(IEventSource eventSource)
    {
        eventSource.ErrorRaised += (_, e) => Errors.Add(e);
        eventSource.WarningRaised += (_, e) => Warnings.Add(e);
        eventSource.TaskStarted += (_, e) => Tasks.Add(e.TaskName!);
        eventSource.AnyEventRaised += (_, e) => _text.AppendLine($"{(e as BuildErrorEventArgs)?.Code}{(e as BuildWarningEventArgs)?.Code} {e.Message}");
    }

    public void Shutdown()
    {
    }

    public override string ToString() => _text.ToString();
}
