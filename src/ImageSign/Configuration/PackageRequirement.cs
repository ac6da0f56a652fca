namespace ImageSign.Configuration;

/// <summary>A package that must be installed.</summary>
/// <param name="Name">Its name in the package database.</param>
/// <param name="Version">Its version exactly as the database has it, or null for any.</param>
internal sealed record PackageRequirement(string Name, string? Version)
{
    /// <summary>Reads <c>name</c> or <c>name=version</c>; null when it is neither.</summary>
    public static PackageRequirement? TryParse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (name, version) = equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
        return name.Length == 0 || version is "" || text.Any(char.IsWhiteSpace) ? null : new PackageRequirement(name, version);
    }

    /// <inheritdoc />
    public override string ToString() => Version is null ? Name : $"{Name}={Version}";
}
