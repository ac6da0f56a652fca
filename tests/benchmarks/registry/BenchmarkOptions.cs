using System.Globalization;

namespace ImageSign.Benchmarks.Registry;

/// <summary>What is to be made.</summary>
/// <param name="Directory">Where keys and lists go.</param>
internal sealed record BenchmarkOptions(string Directory)
{
    public const string Usage = """
        Puts signed images into a registry on loopback, and serves it until standard input ends.

          DIRECTORY            gets signer.key/.pub (and .crt, a certificate chain), foreign.key/.pub, notation/ (a trust policy with its trust store), images.txt
                               and foreign-FORMAT.txt: references by digest, one on each line
          --images N           images of distinct digests, each in a repository of its own, signed in every format (1000)
          --format F           sigstore, cosign, notary-jws, notary-cose; may be repeated (sigstore)
          --foreign N          one image more in sigstore and in cosign format, with N signatures of a foreign key and then the signer's own (0: none)
          --no-referrers-api   as docker-registry 2.8.3
          --registry HOST      use this registry instead of an own one, and end when it is filled
          --port N             the own registry's port (a free one)
        """;

    public int Images { get; private init; } = 1000;

    public int Foreign { get; private init; }

    public IReadOnlyList<string> Formats { get; private init; } = ["sigstore"];

    public bool ReferrersApi { get; private init; } = true;

    public string? Registry { get; private init; }

    public int Port { get; private init; }

    /// <summary>Reads the words; null when they are not understood.</summary>
    public static BenchmarkOptions? Parse(IReadOnlyList<string> words)
    {
        if (words is not [var directory, ..] || directory.StartsWith('-')) return null;
        var options = new BenchmarkOptions(directory);
        var formats = new List<string>();
        for (var i = 1; i < words.Count; i++)
        {
            var value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "--no-referrers-api":
                    options = options with { ReferrersApi = false };
                    continue;
                case "--images" when Number(value) is { } number:
                    options = options with { Images = number };
                    break;
                case "--foreign" when Number(value) is { } number:
                    options = options with { Foreign = number };
                    break;
                case "--port" when Number(value) is { } number:
                    options = options with { Port = number };
                    break;
                case "--registry" when value is not null:
                    options = options with { Registry = value };
                    break;
                case "--format" when value is not null:
                    formats.Add(value);
                    break;
                default:
                    return null;
            }

            i++;
        }

        return formats.Count > 0 ? options with { Formats = formats } : options;
    }

    private static int? Number(string? word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
