using System.Diagnostics;
using System.Text;

namespace ImageSign.Testing.Processes;

/// <summary>A long-running child: its output is kept, and it is killed by its own id when disposed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();

    private ChildProcess(Process process) => this.process = process;

    public bool HasExited => process.HasExited;

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public static ChildProcess Start(string file, IReadOnlyList<string> arguments)
    {
        var started = new Process { StartInfo = ProcessRunner.StartInfo(file, arguments, new ProcessOptions()) };
        var child = new ChildProcess(started);
        started.OutputDataReceived += (_, line) => child.Keep(line.Data);
        started.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        started.StandardInput.Close();
        return child;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
