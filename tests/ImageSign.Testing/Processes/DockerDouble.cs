namespace ImageSign.Testing.Processes;

/// <summary>
/// A <c>docker</c> that keeps its images in files and writes down how it was called: what Docker's command line does for <c>version</c>, <c>info</c>,
/// <c>load</c> and <c>image inspect|save|load|tag</c>. A shell script, so not for Windows.
/// </summary>
public sealed class DockerDouble
{
    private const string Script = """
        #!/bin/sh
        echo "$*" >> '@STATE@/calls'
        short() { name=${1#docker.io/library/}; echo "${name#docker.io/}"; }
        file() { echo '@STATE@/names/'"$(short "$1" | tr '/:' '++')"; }
        name() { echo "$1 $(short "$2")" > "$(file "$2")"; }
        load() {
          manifest=$(tar xOf "$1" manifest.json) || exit 1
          id=$(echo "$manifest" | grep -o '[0-9a-f]\{64\}\.json' | head -1 | cut -d. -f1)
          cp "$1" '@STATE@/images/'"$id"
          for tag in $(echo "$manifest" | sed 's/.*"RepoTags":\[\([^]]*\)\].*/\1/' | tr -d '"' | tr ',' ' '); do name "$id" "$tag"; done
        }
        case "$1 $2" in
        "version "*) ;;
        "info "*) echo '{"DockerRootDir":"/var/lib/docker"}';;
        "load "*) cat > '@STATE@/stdin' && load '@STATE@/stdin';;
        "image load") load "$4";;
        "image tag") name "${3#sha256:}" "$4";;
        "image save") cp '@STATE@/images/'"${5#sha256:}" "$4";;
        "image inspect")
          if ! read -r id rest 2> /dev/null < "$(file "$4")"; then echo "Error response from daemon: No such image: $4" >&2; exit 1; fi
          tags=$(cat '@STATE@'/names/* | sed -n "s/^$id \(.*\)/\"\1\"/p" | paste -sd, -)
          printf '[{"Id":"sha256:%s","RepoTags":[%s]}]' "$id" "$tags";;
        *) exit 64;;
        esac

        """;

    private readonly string _state;

    private DockerDouble(string state) => _state = state;

    /// <summary>The directory to put into PATH.</summary>
    public string Directory => Path.Combine(_state, "bin");

    /// <summary>How it was called so far: the arguments, one call a line.</summary>
    public IReadOnlyList<string> Calls => File.ReadAllLines(Path.Combine(_state, "calls"));

    /// <summary>Installs it below a directory, without images.</summary>
    public static DockerDouble Create(string directory)
    {
        var docker = new DockerDouble(directory);
        foreach (var name in new[] { "bin", "names", "images" }) System.IO.Directory.CreateDirectory(Path.Combine(directory, name));
        var program = Path.Combine(docker.Directory, "docker");
        File.WriteAllText(program, Script.Replace("@STATE@", directory, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return docker;
    }

    /// <summary>The ID of the image with that name; null when there is none.</summary>
    public string? Find(string name) => Path.Combine(_state, "names", name.Replace('/', '+').Replace(':', '+')) is var file && File.Exists(file) ? $"sha256:{File.ReadAllText(file).Split(' ')[0]}" : null;

    /// <summary>What it has of an image, by ID.</summary>
    public string ArchiveOf(string id) => Path.Combine(_state, "images", id["sha256:".Length..]);

    /// <summary>Loads an archive and gives its image these names, besides those in the archive.</summary>
    public async Task LoadAsync(string archive, string id, params string[] names)
    {
        await RunAsync("image", "load", "-i", archive);
        foreach (var name in names) await RunAsync("image", "tag", id, name);
    }

    private async Task RunAsync(params string[] arguments) => (await ProcessRunner.RunAsync(Path.Combine(Directory, "docker"), arguments)).EnsureSuccess();
}
