using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ImageSign.Processes;

/// <summary>Runs other programs: by full path, with an argument array, within limits of time and output, without our secrets. No other class starts a process.</summary>
internal static class ChildProcess
{
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>Runs <paramref name="program"/> to its end. A failure to start, or going over a limit, is an <see cref="ImageSignException"/>; an exit code is a result.</summary>
    /// <param name="program">The full path, from <see cref="ExecutablePath"/>.</param>
    /// <param name="arguments">One element for each argument; nothing is quoted or split.</param>
    /// <param name="stdin">What the program reads from its standard input.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    public static async Task<ChildProcessResult> RunAsync(string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> stdin, ChildProcessOptions options, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(program)) throw new ArgumentException("A program is started by its full path.", nameof(program));
        using var process = Start(program, arguments, options);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        try
        {
            var output = ReadAsync(process.StandardOutput.BaseStream, options.MaxOutputBytes, stopThere: true, limit.Token);
            var error = ReadAsync(process.StandardError.BaseStream, MaxErrorBytes, stopThere: false, limit.Token);
            var written = WriteAsync(process.StandardInput.BaseStream, stdin, limit.Token);
            var (content, isCut) = await output.ConfigureAwait(false);
            if (isCut) throw ErrorCodes.OverLimit.With($"The output of '{program}'", $"{options.MaxOutputBytes} bytes");
            await written.ConfigureAwait(false);
            var (complaint, _) = await error.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new ChildProcessResult(process.ExitCode, content, Encoding.UTF8.GetString(complaint));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ErrorCodes.TimedOut.Because(e, $"'{program}'", options.Timeout);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, ChildProcessOptions options)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ChildEnvironment.Prepare(start.Environment, options.Environment);
        try
        {
            return Process.Start(start) ?? throw ErrorCodes.ProcessFailed.With(program, "it did not start");
        }
        catch (Win32Exception e)
        {
            throw ErrorCodes.ProcessFailed.Because(e, program, e.Message);
        }
    }

    /// <summary>Keeps the first <paramref name="limit"/> bytes, and stops there or reads on to the end, so that the child does not block.</summary>
    private static async Task<(byte[] Content, bool IsCut)> ReadAsync(Stream stream, int limit, bool stopThere, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            var kept = (int)Math.Min(count, limit - content.Length);
            content.Write(buffer, 0, kept);
            if (kept < count && stopThere) return (content.ToArray(), true);
        }

        return (content.ToArray(), false);
    }

    private static async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await using (stream.ConfigureAwait(false)) await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The child did not want all of its input: its own decision, and its exit code says what came of it.
        }
    }
}
