namespace ImageSign.Configuration;

/// <summary>Reads an image description: one mapping of known keys, each once, each of its own type.</summary>
internal static class DescriptionReader
{
    private const string Shell = "/bin/sh";

    /// <summary>Reads the whole text; whatever is wrong has a code of its own, with line and column.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    public static ImageDescription Read(string path, TextReader text)
    {
        var yaml = new StrictYaml(path, text);
        var description = new ImageDescription();
        yaml.ReadDocument(() => yaml.ReadMap("the description", key =>
        {
            description = key switch
            {
                "from" => description with { From = yaml.ReadText(key) },
                "packages" => description with { Packages = ReadPackages(yaml, key) },
                "env" => description with { Environment = ReadPairs(yaml, key) },
                "workdir" => description with { WorkingDirectory = yaml.ReadText(key) },
                "user" => description with { User = yaml.ReadText(key) },
                "cmd" => description with { Cmd = ReadCommand(yaml, key) },
                "entrypoint" => description with { Entrypoint = ReadCommand(yaml, key) },
                "labels" => description with { Labels = ReadPairs(yaml, key) },
                _ => throw yaml.Wrong(ErrorCodes.DescriptionUnknownKey, key),
            };
        }));
        return description;
    }

    private static Dictionary<string, string> ReadPairs(StrictYaml yaml, string name)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        yaml.ReadMap(name, key => pairs.Add(key, yaml.ReadText($"{name}.{key}")));
        return pairs;
    }

    private static List<PackageRequirement> ReadPackages(StrictYaml yaml, string name)
    {
        var packages = new List<PackageRequirement>();
        yaml.ReadList(name, () =>
        {
            var item = yaml.ReadText(name);
            var package = PackageRequirement.TryParse(item) ?? throw yaml.Wrong(ErrorCodes.DescriptionType, $"'{item}' is neither name nor name=version");
            if (packages.Exists(other => other.Name == package.Name)) throw yaml.Wrong(ErrorCodes.DescriptionDuplicateKey, package.Name);
            packages.Add(package);
        });
        return packages;
    }

    /// <summary>A list of words, or, as in a Dockerfile, one string for the shell.</summary>
    private static IReadOnlyList<string> ReadCommand(StrictYaml yaml, string name)
    {
        if (!yaml.IsList) return [Shell, "-c", yaml.ReadText(name)];
        var words = new List<string>();
        yaml.ReadList(name, () => words.Add(yaml.ReadText(name)));
        return words;
    }
}
