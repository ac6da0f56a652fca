using System.Diagnostics;

namespace ImageSign.Testing.Processes;

/// <summary>Starts and interrupts a program as a terminal would.</summary>
public static class Interruptible
{
    /// <summary>
    /// The start of a program to which Ctrl-C means something. A shell makes what it starts in the background ignore SIGINT, and every child inherits
    /// that: a test run started so would otherwise interrupt nothing.
    /// </summary>
    public static ProcessStartInfo Start(string program, params ReadOnlySpan<string> arguments) => OperatingSystem.IsLinux()
        ? new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
        : new ProcessStartInfo(program, arguments.ToArray());

    /// <summary>Sends a signal, <c>INT</c> or <c>TERM</c>.</summary>
    public static async Task SendAsync(Process process, string signal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        (await ProcessRunner.RunAsync("sh", ["-c", $"kill -{signal} {process.Id}"], cancellationToken: cancellationToken)).EnsureSuccess();
    }
}
