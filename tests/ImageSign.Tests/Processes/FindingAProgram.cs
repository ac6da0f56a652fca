using ImageSign.Processes;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Processes;

/// <summary>.NET looks for a program beside itself and in the current directory before it looks in PATH; we do not.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class FindingAProgram : IDisposable
{
    private const string Name = "imagesign-hostile-podman";

    private readonly string _directory = Environment.CurrentDirectory;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly TempDirectory _temporary = new();

    public FindingAProgram() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of these tests are shell scripts.");

    [Fact]
    public void An_absolute_entry_of_PATH_counts()
    {
        var program = Write(_temporary.Path, executable: true);
        Environment.SetEnvironmentVariable("PATH", $"relative:{_temporary.Path}");

        Assert.Equal(program, ExecutablePath.Find(Name));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("bin/..")]
    [InlineData("{cwd}")]
    [InlineData("{cwd}/")]
    [InlineData("{cwd}/.")]
    public void The_current_directory_never_counts_however_PATH_spells_it(string entry)
    {
        Write(_temporary.Path, executable: true);
        Environment.CurrentDirectory = _temporary.Path;
        Environment.SetEnvironmentVariable("PATH", entry.Replace("{cwd}", Environment.CurrentDirectory, StringComparison.Ordinal));

        Assert.Null(ExecutablePath.Find(Name));
    }

    [Fact]
    public void The_directory_of_this_program_never_counts()
    {
        var program = Write(AppContext.BaseDirectory, executable: true);
        try
        {
            Environment.SetEnvironmentVariable("PATH", AppContext.BaseDirectory);

            Assert.Null(ExecutablePath.Find(Name));
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Theory]
    [InlineData("../sh")]
    [InlineData("/bin/sh")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\\b")]
    public void A_name_that_names_a_place_is_not_found(string name) => Assert.Null(ExecutablePath.Find(name));

    [Fact]
    public void A_file_that_nobody_may_run_is_passed_over()
    {
        Write(_temporary.Path, executable: false);
        Environment.SetEnvironmentVariable("PATH", _temporary.Path);

        Assert.Null(ExecutablePath.Find(Name));
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _directory;
        Environment.SetEnvironmentVariable("PATH", _path);
        _temporary.Dispose();
    }

    private static string Write(string directory, bool executable)
    {
        var path = Path.Combine(directory, Name);
        File.WriteAllText(path, "#!/bin/sh\nexit 0\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | (executable ? UnixFileMode.UserExecute : UnixFileMode.None));
        return path;
    }
}
