namespace ImageSign.Testing.Processes;

/// <summary>
/// A home of its own for peers: HOME, TMPDIR and the places of registry credentials lie in a temporary directory, so that peers see nothing of the
/// person's configuration and of each other's. Dispose it to remove the directory.
/// </summary>
public sealed class PeerHome : IDisposable
{
    private PeerHome(string directory) => Path = directory;

    /// <summary>The directory; it is also the peers' working directory.</summary>
    public string Path { get; }

    /// <summary>Where <c>config.json</c> of Docker (and of crane, oras, cosign) lies.</summary>
    public string DockerConfigDirectory => File("docker");

    /// <summary>What peers get besides this process's own variables.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["HOME"] = Path,
        ["TMPDIR"] = Path,
        ["DOCKER_CONFIG"] = DockerConfigDirectory,
        ["REGISTRY_AUTH_FILE"] = File("auth.json"),
        ["XDG_RUNTIME_DIR"] = Path,
        ["XDG_CONFIG_HOME"] = File("config"),
        ["XDG_CACHE_HOME"] = File("cache"),
        ["COSIGN_PASSWORD"] = "",
        ["COSIGN_YES"] = "true",
        ["NO_COLOR"] = "1",
    };

    /// <summary>Makes an empty home.</summary>
    public static PeerHome Create()
    {
        var home = new PeerHome(Directory.CreateTempSubdirectory("imagesign-peer-").FullName);
        Directory.CreateDirectory(home.DockerConfigDirectory);
        return home;
    }

    /// <summary>The path of a file in the home; it need not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file into the home and returns its path.</summary>
    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>Runs a peer (or, with a path, any program) in this home.</summary>
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    public Task<ProcessResult> RunAsync(
        string peer, IReadOnlyList<string> arguments, string? input = null, CancellationToken cancellationToken = default) => ProcessRunner.RunAsync(
            System.IO.Path.IsPathFullyQualified(peer) ? peer : Peers.Find(peer),
            arguments,
            new ProcessOptions { Environment = Environment, Input = input, WorkingDirectory = Path },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
