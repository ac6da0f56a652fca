using System.Text.Json;
using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Processes;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>One installed Notation plug-in, and the way to talk to it (plugin-extensibility, "Plugin contract").</summary>
internal sealed partial class PluginHost
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // notation has no limit of time; a signer may have to unlock a device or log in to a cloud meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _executable;
    private readonly IReadOnlyDictionary<string, string> _configuration;

    private PluginHost(string name, string executable, IReadOnlyDictionary<string, string> configuration) => (Name, _executable, _configuration) = (name, executable, configuration);

    /// <summary>The plug-in's name.</summary>
    public string Name { get; }

    /// <summary>Finds <c>DIRECTORY/NAME/notation-NAME</c>: a regular file that may be run, and nothing that the name could lead elsewhere.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.PluginNotUsable"/>.</exception>
    public static PluginHost Open(string? directory, string name, IReadOnlyDictionary<string, string> configuration)
    {
        if (!Names().IsMatch(name) || name.Contains("..", StringComparison.Ordinal) || name == ".") throw ErrorCodes.PluginNotUsable.With(name, "it is not a plug-in name (letters, digits, and . _ -)");
        if (directory is null) throw ErrorCodes.PluginNotUsable.With(name, "this user has no home directory in which plug-ins are installed");
        var path = Path.GetFullPath(Path.Combine(directory, name, OperatingSystem.IsWindows() ? $"notation-{name}.exe" : $"notation-{name}"));
        var file = new FileInfo(path);
        if (!file.Exists) throw ErrorCodes.PluginNotUsable.With(name, $"it is not installed: there is no file '{path}'");
        if (file.LinkTarget is not null || file.Directory!.LinkTarget is not null) throw ErrorCodes.PluginNotUsable.With(name, $"'{path}' is reached through a link");
        if (!OperatingSystem.IsWindows() && (file.UnixFileMode & AnyExecute) == UnixFileMode.None) throw ErrorCodes.PluginNotUsable.With(name, $"'{path}' may not be executed");
        return new PluginHost(name, path, configuration);
    }

    /// <summary>Asks the plug-in who it is, and checks that it is the one that was asked for.</summary>
    public async ValueTask<PluginMetadata> GetMetadataAsync(CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(PluginCommands.GetMetadata, WriteConfiguration, Patience, cancellationToken).ConfigureAwait(false);
        var metadata = Read(PluginCommands.GetMetadata, () => PluginMetadata.Read(answer.RootElement, WhatOf(PluginCommands.GetMetadata)));
        return metadata.Name == Name ? metadata : throw ErrorCodes.PluginNotUsable.With(Name, $"it calls itself '{metadata.Name}'");
    }

    /// <summary>Sends one command and returns the answer, an object.</summary>
    public ValueTask<JsonDocument> RequestAsync(string command, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) => RequestAsync(command, write, Patience, cancellationToken);

    /// <summary>Sends one command, with a time of its own.</summary>
    public ValueTask<JsonDocument> RequestAsync(string command, Action<Utf8JsonWriter> write, TimeSpan patience, CancellationToken cancellationToken) => AskAsync(
        command,
        writer =>
        {
            writer.WriteString("contractVersion", PluginCommands.ContractVersion);
            write(writer);
            WriteConfiguration(writer);
        },
        patience,
        cancellationToken);

    /// <summary>Reads an answer; what is malformed in it is the plug-in's failure.</summary>
    public T Read<T>(string command, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed || e.Code == ErrorCodes.OverLimit)
        {
            throw Failed(command, e.Message.TrimEnd('.'), e);
        }
        catch (FormatException e)
        {
            throw Failed(command, "its answer holds something that is not base64", e);
        }
    }

    /// <summary>How messages call an answer.</summary>
    public string WhatOf(string command) => $"The answer of '{Name}' to {command}";

    public ImageSignException Failed(string command, string reason, Exception? inner = null) =>
        inner is null ? ErrorCodes.PluginFailed.With(Name, command, reason) : ErrorCodes.PluginFailed.Because(inner, Name, command, reason);

    private async ValueTask<JsonDocument> AskAsync(string command, Action<Utf8JsonWriter> write, TimeSpan patience, CancellationToken cancellationToken)
    {
        var request = ManifestWriter.Json(writer =>
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        });
        var options = new ChildProcessOptions { Timeout = patience, MaxOutputBytes = Limits.MaxPluginOutputBytes };
        var result = await ChildProcess.RunAsync(_executable, [command], request, options, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded) throw Failed(command, PluginError.Read(result));
        return Read(command, () =>
        {
            var answer = OciJson.Parse(result.Output, WhatOf(command));
            return answer.RootElement.ValueKind == JsonValueKind.Object ? answer : throw OciJson.Malformed(WhatOf(command), "it is not an object");
        });
    }

    private void WriteConfiguration(Utf8JsonWriter writer)
    {
        if (_configuration.Count == 0) return;
        writer.WriteStartObject("pluginConfig");
        foreach (var (name, value) in _configuration.OrderBy(pair => pair.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
