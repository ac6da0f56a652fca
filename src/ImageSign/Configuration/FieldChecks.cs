using ImageSign.Verification;

namespace ImageSign.Configuration;

/// <summary>Compares what the image's configuration says with its description, field by field. Each states what it wants: equality, or a subset.</summary>
internal sealed class FieldChecks(ImageDescription description, RunSettings image, BaseFinding found)
{
    private const string Root = "/";

    /// <summary>A check for each field that was described.</summary>
    public IEnumerable<Check> Evaluate()
    {
        if (description.Environment is { } environment) yield return Environment(environment);
        if (description.WorkingDirectory is { } directory) yield return Text(CheckIds.ConfigWorkingDirectory, "the working directory", Directory(image.WorkingDirectory), Directory(directory));
        if (description.User is { } user) yield return Text(CheckIds.ConfigUser, "the user", image.User, user);
        if (description.Cmd is { } cmd) yield return Cmd(cmd);
        if (description.Entrypoint is { } entrypoint) yield return Words(CheckIds.ConfigEntrypoint, "the entry point", image.Entrypoint, entrypoint);
        if (description.Labels is { } labels) yield return Labels(labels);
    }

    /// <summary>Equal for the names given, and no name beyond these and the base's.</summary>
    private Check Environment(IReadOnlyDictionary<string, string> wanted)
    {
        var others = image.Environment.Keys.Where(name => !wanted.ContainsKey(name)).ToList();
        var differences = Differences(wanted, image.Environment)
            .Concat(image.RepeatedVariables.Select(name => $"{name} is set twice"))
            .Concat(found.Settings is null ? [] : others.Where(name => found.Settings.Environment.GetValueOrDefault(name) != image.Environment[name]).Select(name => $"{name} is neither described nor the base's"));
        if (Contradiction(CheckIds.ConfigEnvironment, differences) is { } contradiction) return contradiction;
        if (others.Count == 0) return Check.Pass(CheckIds.ConfigEnvironment, $"{string.Join(", ", wanted.Keys)}, and nothing else");
        return found.Settings is null
            ? Check.Skip(CheckIds.ConfigEnvironment, $"whether {string.Join(", ", others)} came from the base is not known: {found.Reason}")
            : Check.Pass(CheckIds.ConfigEnvironment, $"{string.Join(", ", wanted.Keys)}; from the base: {string.Join(", ", others)}");
    }

    /// <summary>Equal; and there must be no entry point but the base's, since the command would be its argument.</summary>
    private Check Cmd(IReadOnlyList<string> wanted)
    {
        var same = Words(CheckIds.ConfigCmd, "the command", image.Cmd, wanted);
        if (!same.Passed || description.Entrypoint is not null || image.Entrypoint.Count == 0) return same;
        var words = string.Join(' ', image.Entrypoint);
        if (found.Settings is null) return Check.Skip(CheckIds.ConfigCmd, $"whether the entry point '{words}', which gets the command, came from the base is not known: {found.Reason}");
        return found.Settings.Entrypoint.SequenceEqual(image.Entrypoint, StringComparer.Ordinal)
            ? same
            : Check.Fail(CheckIds.ConfigCmd, ErrorCodes.NotAsDescribed, $"the entry point '{words}', which gets the command, is neither described nor the base's");
    }

    /// <summary>A subset: the described labels are there; engines and builders add their own.</summary>
    private Check Labels(IReadOnlyDictionary<string, string> wanted) =>
        Contradiction(CheckIds.ConfigLabels, Differences(wanted, image.Labels)) ?? Check.Pass(CheckIds.ConfigLabels, string.Join(", ", wanted.Keys));

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> actual) =>
        from pair in wanted
        let has = actual.GetValueOrDefault(pair.Key)
        where has != pair.Value
        select has is null ? $"{pair.Key} is missing" : $"{pair.Key} is '{has}', not '{pair.Value}'";

    private static Check Words(string id, string what, IReadOnlyList<string> actual, IReadOnlyList<string> wanted) => actual.SequenceEqual(wanted, StringComparer.Ordinal)
        ? Check.Pass(id, Quote(wanted))
        : Check.Fail(id, ErrorCodes.NotAsDescribed, $"{what} is {Quote(actual)}, not {Quote(wanted)}");

    private static Check Text(string id, string what, string actual, string wanted) => actual == wanted
        ? Check.Pass(id, wanted)
        : Check.Fail(id, ErrorCodes.NotAsDescribed, $"{what} is '{actual}', not '{wanted}'");

    /// <summary>The failed check of all that is different, or null.</summary>
    internal static Check? Contradiction(string id, IEnumerable<string> differences) =>
        string.Join("; ", differences) is { Length: > 0 } reason ? Check.Fail(id, ErrorCodes.NotAsDescribed, reason) : null;

    private static string Quote(IReadOnlyList<string> words) => $"[{string.Join(", ", words.Select(word => $"\"{word}\""))}]";

    // An image without one starts in the root.
    private static string Directory(string path) => path.Length == 0 ? Root : path;
}
