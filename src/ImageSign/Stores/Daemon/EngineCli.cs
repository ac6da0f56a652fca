using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Processes;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Daemon;

/// <summary>The command line of a local engine: <c>docker</c> or <c>podman</c>.</summary>
internal sealed class EngineCli(string command)
{
    private static readonly ChildProcessOptions Quick = new() { Timeout = TimeSpan.FromMinutes(1), MaxOutputBytes = Limits.MaxListingBytes };
    private static readonly ChildProcessOptions Slow = new() { Timeout = TimeSpan.FromHours(1) };

    public string Command => command;

    /// <summary>True when the command can be found.</summary>
    public bool IsInstalled => ExecutablePath.Find(command) is not null;

    /// <summary>The ID of the image with exactly that full name; null when the engine says that it has none.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var result = await RunAsync(["image", "inspect", "--", name], Quick, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            if (result.Error.Contains("no such image", StringComparison.OrdinalIgnoreCase)) return null;
            if (result.Error.Contains("image not known", StringComparison.OrdinalIgnoreCase)) return null;
            throw await AnswersAsync(cancellationToken).ConfigureAwait(false)
                ? ErrorCodes.ProcessFailed.With($"{command} image inspect", result.Reason)
                : ErrorCodes.EngineNotRunning.With(command, result.Reason);
        }

        const string what = "the answer of the engine";
        using var json = OciJson.Parse(result.Output, what);
        if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() != 1) throw OciJson.Malformed(what, "it is not about one image");
        var image = json.RootElement[0];
        // Engines complete names: what was found is what was asked for only when it is called so.
        var names = OciJson.OptionalArray(image, "RepoTags", what, Limits.MaxArchiveImages).Select(item => item.GetString()!);
        var id = OciJson.RequiredString(image, "Id", what);
        if (!names.Any(held => EngineNames.AreSame(held, name))) return null;
        return Digest.TryParse(id.StartsWith("sha256:", StringComparison.Ordinal) ? id : $"sha256:{id}", out var digest) ? digest.ToString() : throw OciJson.Malformed(what, $"'{id}' is not an image ID");
    }

    /// <summary>Saves an image, by its ID, as a docker-archive.</summary>
    public async Task SaveAsync(string id, string file, CancellationToken cancellationToken) => await RequireAsync(["image", "save", "-o", file, id], cancellationToken).ConfigureAwait(false);

    /// <summary>Loads a docker-archive; the names in it move to what it holds.</summary>
    public async Task LoadAsync(string file, CancellationToken cancellationToken) => await RequireAsync(["image", "load", "-i", file], cancellationToken).ConfigureAwait(false);

    /// <summary>Gives an image, by its ID, another name; an image that had the name loses it.</summary>
    public async Task TagAsync(string id, string name, CancellationToken cancellationToken) => await RequireAsync(["image", "tag", id, name], cancellationToken).ConfigureAwait(false);

    /// <summary>True when the command is there and its engine answers.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken) => IsInstalled && (await RunAsync(["version"], Quick, cancellationToken).ConfigureAwait(false)).Succeeded;

    /// <summary>True for a <c>docker</c> that is Podman under another name.</summary>
    public async Task<bool> IsPodmanAsync(CancellationToken cancellationToken)
    {
        const string what = "the answer of the engine";
        var result = await RunAsync(["info", "--format", "{{json .}}"], Quick, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded) return false;
        using var json = OciJson.Parse(result.Output, what);
        var root = json.RootElement;
        return root.ValueKind == JsonValueKind.Object && !root.TryGetProperty("DockerRootDir", out _)
            && root.TryGetProperty("host", out var host) && host.ValueKind == JsonValueKind.Object && host.TryGetProperty("buildahVersion", out _);
    }

    private async Task RequireAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, Slow, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded) throw ErrorCodes.ProcessFailed.With($"{command} image {arguments[1]}", result.Reason);
    }

    private Task<ChildProcessResult> RunAsync(IReadOnlyList<string> arguments, ChildProcessOptions options, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(ExecutablePath.Find(command) ?? throw ErrorCodes.EngineMissing.With(command), arguments, default, options, cancellationToken);
}
