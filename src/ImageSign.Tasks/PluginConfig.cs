namespace ImageSign.Tasks;

/// <summary>What a plug-in is told besides the key, <c>name=env:VARIABLE;…</c>: names only, since whatever a project holds is in every binary log.</summary>
internal static class PluginConfig
{
    private const string Prefix = "env:";

    /// <summary>Reads the metadata and then the variables. What is refused may be a secret in the wrong place, so no message repeats it.</summary>
    public static IReadOnlyDictionary<string, string> Read(string metadata)
    {
        var configuration = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (position, entry) in metadata.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Index())
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var value] || !value.StartsWith(Prefix, StringComparison.Ordinal)) throw Refused(position, "is not written name=env:VARIABLE");
            var variable = value[Prefix.Length..];
            if (!PasswordVariable.IsUsable(variable)) throw Refused(position, "names no variable that may be used");
            if (!configuration.TryAdd(name, Environment.GetEnvironmentVariable(variable) ?? throw Refused(position, "names a variable that is not set"))) throw Refused(position, "is there twice");
        }

        return configuration;
    }

    private static ImageSignException Refused(int position, string reason) => ErrorCodes.PluginConfigRefused.With($"entry {position + 1} {reason}");
}
