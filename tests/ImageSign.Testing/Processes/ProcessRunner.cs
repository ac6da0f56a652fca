using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ImageSign.Testing.Processes;

/// <summary>Runs a child process to its end and captures what it says.</summary>
public static class ProcessRunner
{
    /// <summary>Runs <paramref name="file"/> with these arguments, no shell in between.</summary>
    /// <exception cref="TimeoutException">It ran longer than the options allow; its output so far is in the message.</exception>
    /// <exception cref="Win32Exception">It could not be started.</exception>
    public static async Task<ProcessResult> RunAsync(
        string file, IReadOnlyList<string> arguments, ProcessOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ProcessOptions();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(StartInfo(file, arguments, options)) ?? throw new InvalidOperationException($"{file} did not start");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await WriteInputAsync(process, options.Input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException stop)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{Path.GetFileName(file)} ran longer than {options.Timeout.TotalSeconds} s\n{await output}\n{await error}", stop);
        }

        return new ProcessResult(process.ExitCode, await output, await error, clock.Elapsed);
    }

    internal static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, ProcessOptions options)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child closed its standard input before it had read everything: its own decision, and its exit code tells.
        }
    }
}
