namespace ImageSign.Processes;

/// <summary>What a child process sees of our environment: everything but secrets that are not its own, and no PATH entry that depends on where we are.</summary>
internal static class ChildEnvironment
{
    private const string OwnPrefix = "IMAGESIGN_";

    private const string SdkPasswordSuffix = "_PWORD";

    private static readonly string[] Secrets =
        ["COSIGN_PASSWORD", "COSIGN_PKCS11_PIN", "NOTATION_PASSWORD", "REGISTRY_PASSWORD", "DOCKER_AUTH_CONFIG"];

    /// <summary>Removes from <paramref name="variables"/> what a child must not see, and adds what it needs.</summary>
    public static void Prepare(IDictionary<string, string?> variables, IReadOnlyDictionary<string, string> added)
    {
        foreach (var name in variables.Keys.Where(IsSecret).ToArray()) variables.Remove(name);
        variables["PATH"] = string.Join(Path.PathSeparator, ExecutablePath.Directories());
        foreach (var (name, value) in added) variables[name] = value;
    }

    private static bool IsSecret(string name) =>
        name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(SdkPasswordSuffix, StringComparison.OrdinalIgnoreCase)
        || Secrets.Contains(name, StringComparer.OrdinalIgnoreCase);
}
