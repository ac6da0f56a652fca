using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>A directory, an environment and a registry in which commands run one after the other, as a person types them.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-");
    private readonly TestRegistry _registry;
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal)
    {
        ["IMAGESIGN_PASSWORD"] = null,
        ["COSIGN_PASSWORD"] = null,
        ["DOCKER_CONFIG"] = null,
        ["REGISTRY_AUTH_FILE"] = null,
        ["XDG_RUNTIME_DIR"] = null,
    };

    private Session(TestRegistry registry)
    {
        _registry = registry;
        _environment["HOME"] = _directory.FullName;
    }

    public int Port => _registry.Port;

    public static async Task<Session> StartAsync() => new(await TestRegistry.StartAsync());

    /// <summary>Puts an image into the registry; the same repository and content name give the same image.</summary>
    public void AddImage(string repository, string tag, string content) => _registry.Content.PutImage(repository, TestImages.Build(Options(content)), tag);

    /// <summary>Puts an index of two platforms into the registry.</summary>
    public void AddIndex(string repository, string tag) => _registry.Content.PutImage(repository, TestImages.MultiArch(Options(tag)), tag);

    /// <summary>Puts an image archive of tests/vectors into the directory.</summary>
    public void AddArchive(string file, string vector) => File.Copy(Vectors.PathOf(vector.Contains('/', StringComparison.Ordinal) ? vector : $"archives/{vector}"), Path.Combine(_directory.FullName, file));

    /// <summary>Writes a text file into the directory, or one below it; one that is there is replaced.</summary>
    public void AddFile(string file, IEnumerable<string> lines)
    {
        var path = Path.Combine(_directory.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(lines.Select(line => $"{line}\n")).Replace("{port}", $"{Port}", StringComparison.Ordinal));
    }

    /// <summary>Lets a tag point at the image of another tag, as somebody who may push can.</summary>
    public void MoveTag(string repository, string tag, string to)
    {
        var manifest = _registry.Content.GetManifest(repository, to) ?? throw new InvalidOperationException($"there is no {repository}:{to}");
        _registry.Content.SetTag(repository, tag, manifest.Digest);
    }

    /// <summary>Runs <c>image-sign</c>, <c>dotnet image-sign</c>, <c>export NAME=VALUE</c>, or a program of this machine; <c>&lt; FILE</c> at the end is what it reads.</summary>
    public async Task<ProcessResult> RunAsync(string commandLine, CancellationToken cancellationToken)
    {
        var words = CommandWords.Split(commandLine.Replace("{port}", $"{Port}", StringComparison.Ordinal));
        if (words is ["export", var setting])
        {
            _environment[setting[..setting.IndexOf('=', StringComparison.Ordinal)]] = setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..];
            return new ProcessResult(0, "", "", TimeSpan.Zero);
        }

        var options = new ProcessOptions { WorkingDirectory = _directory.FullName, Environment = _environment };
        if (words is [.. var before, "<", var input]) (words, options) = (before, options with { Input = await File.ReadAllTextAsync(Path.Combine(_directory.FullName, input), cancellationToken) });
        return words switch
        {
            ["image-sign", .. var arguments] => await ToolProcess.RunAsync(arguments, options, cancellationToken),
            ["dotnet", "image-sign", .. var arguments] => await ToolProcess.RunAsync(arguments, options, cancellationToken),
            [var program, .. var arguments] => await ProcessRunner.RunAsync(program, [.. arguments], options, cancellationToken),
            [] => throw new InvalidOperationException("An empty command."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static TestImageOptions Options(string content) => new() { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["content"] = content } };
}
