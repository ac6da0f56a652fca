using System.Diagnostics;
using System.Text;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests.Interrupted;

/// <summary>The real tool in a home of its own, interrupted at a moment of the test's choice.</summary>
internal sealed class InterruptedTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("image-sign-home-");
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal)
    {
        ["IMAGESIGN_PASSWORD"] = TestSigner.Password,
        ["DOCKER_CONFIG"] = null,
        ["REGISTRY_AUTH_FILE"] = null,
        ["XDG_RUNTIME_DIR"] = null,
        ["XDG_CONFIG_HOME"] = null,
        ["XDG_CACHE_HOME"] = null,
    };

    public InterruptedTool() => (_environment["HOME"], _environment["TMPDIR"]) = (_home.FullName, _home.CreateSubdirectory("tmp").FullName);

    public string Home => _home.FullName;

    public InterruptedTool With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Runs the tool, sends the signal once <paramref name="moment"/> has come, and waits for its end.</summary>
    public async Task<(int ExitCode, string Error)> RunAsync(string signal, Task moment, string[] arguments, CancellationToken cancellationToken)
    {
        var start = Interruptible.Start(ToolProcess.Host, ["exec", ToolProcess.Path, .. arguments]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, true, Home);
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The tool did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        var early = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(moment, early).WaitAsync(Patience, cancellationToken) == early) return (process.ExitCode, $"it ended before it could be interrupted: {await error}");
        await Interruptible.SendAsync(process, signal, cancellationToken);
        await early.WaitAsync(Patience, cancellationToken);
        return (process.ExitCode, await error);
    }

    /// <summary>The files of its home and its temporary directory that hold one of the secrets.</summary>
    public IReadOnlyList<string> FilesWith(IReadOnlyList<string> secrets)
    {
        var needles = secrets.Select(Encoding.UTF8.GetBytes).ToArray();
        return [.. _home.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Length > 0 && File.ReadAllBytes(file.FullName) is var content && needles.Any(needle => content.AsSpan().IndexOf(needle) >= 0))
            .Select(file => file.FullName)];
    }

    /// <summary>Processes that were started with this home and still run.</summary>
    public IReadOnlyList<string> LeftProcesses()
    {
        var mark = Encoding.UTF8.GetBytes($"HOME={Home}");
        return [.. Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).Where(process => EnvironmentOf(process).AsSpan().IndexOf(mark) >= 0)];
    }

    public void Dispose() => _home.Delete(recursive: true);

    private static byte[] EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(process, "environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It has ended, or is somebody else's.
        }
    }
}
