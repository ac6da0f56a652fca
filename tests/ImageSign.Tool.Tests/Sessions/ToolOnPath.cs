namespace ImageSign.Tool.Tests.Sessions;

/// <summary>A directory with the tool under its own name, put into PATH.</summary>
internal sealed class ToolOnPath : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-path-");

    public ToolOnPath()
    {
        Add("dotnet-image-sign", $"exec '{ToolProcess.Host}' exec '{ToolProcess.Path}' \"$@\"");
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{_directory.FullName}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}",
            ["HOME"] = _directory.FullName,
        };
    }

    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>The path of something in it; it need not exist.</summary>
    public string File(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Adds a program, as the lines of a shell script.</summary>
    public void Add(string name, string script)
    {
        var program = File(name);
        System.IO.File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
