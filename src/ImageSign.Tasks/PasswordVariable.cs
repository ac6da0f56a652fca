using System.Text.RegularExpressions;

namespace ImageSign.Tasks;

/// <summary>The name of the environment variable that holds a key's password, as far as such a name may be given to MSBuild.</summary>
internal sealed partial record PasswordVariable
{
    public const string Default = "IMAGESIGN_PASSWORD";

    /// <summary>The prefixes of variables that MSBuild writes to every binary log, read or not (dotnet/msbuild#7922).</summary>
    private static readonly string[] LoggedPrefixes = ["DOTNET_", "MSBUILD", "COMPLUS_"];

    private PasswordVariable(string name) => Name = name;

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>Reads a name. Whatever is refused may be a secret in the wrong place, so no message ever repeats it.</summary>
    public static PasswordVariable Parse(string name) => IsUsable(name) ? new PasswordVariable(name) : throw ErrorCodes.PasswordVariableRefused.With();

    /// <summary>True for the name of a variable that MSBuild does not log.</summary>
    public static bool IsUsable(string name) => VariableName().IsMatch(name) && !Array.Exists(LoggedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,62}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
