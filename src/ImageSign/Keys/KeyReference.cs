namespace ImageSign.Keys;

/// <summary>How a user names a key: a file, <c>env://NAME</c>, or <c>plugin://NAME/KEYID</c>.</summary>
/// <param name="Scheme">Where the key is.</param>
/// <param name="Value">The path, the variable's name, or <c>NAME/KEYID</c>.</param>
public sealed record KeyReference(KeyScheme Scheme, string Value)
{
    private static readonly Dictionary<string, string> Nothing = new(StringComparer.Ordinal);

    private const string EnvironmentPrefix = "env://";
    private const string PluginPrefix = "plugin://";

    /// <summary>Configuration for the plug-in that holds the key.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = Nothing;

    /// <summary>Reads a reference; what has no known prefix is a file.</summary>
    public static KeyReference Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)) return new KeyReference(KeyScheme.Environment, text[EnvironmentPrefix.Length..]);
        if (text.StartsWith(PluginPrefix, StringComparison.Ordinal)) return new KeyReference(KeyScheme.Plugin, text[PluginPrefix.Length..]);
        return new KeyReference(KeyScheme.File, text);
    }

    /// <summary>The reference as the user wrote it; never key material.</summary>
    public override string ToString() => Scheme switch
    {
        KeyScheme.Environment => EnvironmentPrefix + Value,
        KeyScheme.Plugin => PluginPrefix + Value,
        _ => Value,
    };
}
