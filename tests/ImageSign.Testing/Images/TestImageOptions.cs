namespace ImageSign.Testing.Images;

/// <summary>What an image is made of. The default is an OCI image for linux/amd64 with one gzip layer of one file.</summary>
public sealed record TestImageOptions
{
    /// <summary>Docker's media types instead of OCI's.</summary>
    public bool Docker { get; init; }

    /// <summary>Operating system.</summary>
    public string Os { get; init; } = "linux";

    /// <summary>CPU architecture by Go's name, such as amd64 or arm64.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>CPU variant, such as v8; null for none.</summary>
    public string? Variant { get; init; }

    /// <summary>The layers, lowest first: path (no slash first) to text.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Layers { get; init; } =
        [new Dictionary<string, string>(StringComparer.Ordinal) { ["app/hello.txt"] = "hello\n" }];

    /// <summary>Environment, each NAME=VALUE.</summary>
    public IReadOnlyList<string> Env { get; init; } = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    /// <summary>User, or null.</summary>
    public string? User { get; init; }

    /// <summary>Entrypoint; empty for none.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>Command; empty for none.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>Working directory, or null.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Annotations of the manifest; Docker's form has none.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Creation time. Change it (or a label) to get another image with the same layers.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UnixEpoch;
}
