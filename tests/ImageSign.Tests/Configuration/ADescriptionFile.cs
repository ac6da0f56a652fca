using System.Globalization;
using ImageSign.Configuration;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Configuration;

/// <summary>The file after -c, read strictly: one YAML document of the known keys (SECURITY-RULES 25).</summary>
public sealed class ADescriptionFile : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, int, int> Refused => new()
    {
        { "shape: round\n", nameof(ErrorCodes.DescriptionUnknownKey), 1, 1 },
        { "user: a\nUser: b\n", nameof(ErrorCodes.DescriptionUnknownKey), 2, 1 },
        { "user: a\nworkdir: /\nuser: b\n", nameof(ErrorCodes.DescriptionDuplicateKey), 3, 1 },
        { "env:\n  A: x\n  A: y\n", nameof(ErrorCodes.DescriptionDuplicateKey), 3, 3 },
        { "labels: {a: x, \"a\": y}\n", nameof(ErrorCodes.DescriptionDuplicateKey), 1, 16 },
        { "packages:\n  - curl\n  - curl=8\n", nameof(ErrorCodes.DescriptionDuplicateKey), 3, 5 },
        { "user: [a]\n", nameof(ErrorCodes.DescriptionType), 1, 7 },
        { "user: 1000\n", nameof(ErrorCodes.DescriptionType), 1, 7 },
        { "user: 0x3e8\n", nameof(ErrorCodes.DescriptionType), 1, 7 },
        { "user: ~\n", nameof(ErrorCodes.DescriptionType), 1, 7 },
        { "env:\n  A: 1\n", nameof(ErrorCodes.DescriptionType), 2, 6 },
        { "env:\n  A: 1_0.5e+3\n", nameof(ErrorCodes.DescriptionType), 2, 6 },
        { "env:\n  A: 12:30:45\n", nameof(ErrorCodes.DescriptionType), 2, 6 },
        { "env:\n  A: .inf\n", nameof(ErrorCodes.DescriptionType), 2, 6 },
        { "env:\n  A: Yes\n", nameof(ErrorCodes.DescriptionType), 2, 6 },
        { "env:\n  off: x\n", nameof(ErrorCodes.DescriptionType), 2, 3 },
        { "env:\n  A:\n", nameof(ErrorCodes.DescriptionType), 2, 5 },
        { "env:\n  ? [a]\n  : x\n", nameof(ErrorCodes.DescriptionType), 2, 5 },
        { "labels:\n  built: 2025-10-29\n", nameof(ErrorCodes.DescriptionType), 2, 10 },
        { "labels: text\n", nameof(ErrorCodes.DescriptionType), 1, 9 },
        { "cmd: {a: b}\n", nameof(ErrorCodes.DescriptionType), 1, 6 },
        { "cmd:\n  - [a]\n", nameof(ErrorCodes.DescriptionType), 2, 5 },
        { "packages: curl\n", nameof(ErrorCodes.DescriptionType), 1, 11 },
        { "packages:\n  - a b\n", nameof(ErrorCodes.DescriptionType), 2, 5 },
        { "packages:\n  - a=\n", nameof(ErrorCodes.DescriptionType), 2, 5 },
        { "- user\n", nameof(ErrorCodes.DescriptionType), 1, 1 },
        { "user\n", nameof(ErrorCodes.DescriptionType), 1, 1 },
        { "# nothing\n", nameof(ErrorCodes.DescriptionType), 2, 1 },
        { "user: &a x\n", nameof(ErrorCodes.DescriptionFeature), 1, 7 },
        { "&a user: x\n", nameof(ErrorCodes.DescriptionFeature), 1, 1 },
        { "env: &a\n  A: x\n", nameof(ErrorCodes.DescriptionFeature), 1, 6 },
        { "user: x\nworkdir: *a\n", nameof(ErrorCodes.DescriptionFeature), 2, 10 },
        { "user: !!str x\n", nameof(ErrorCodes.DescriptionFeature), 1, 7 },
        { "user: ! x\n", nameof(ErrorCodes.DescriptionFeature), 1, 7 },
        { "cmd: !!seq [a]\n", nameof(ErrorCodes.DescriptionFeature), 1, 6 },
        { "env:\n  <<: {A: b}\n", nameof(ErrorCodes.DescriptionFeature), 2, 3 },
        { "user: x\n---\nuser: y\n", nameof(ErrorCodes.DescriptionSecondDocument), 2, 1 },
        { "user: 'x\n", nameof(ErrorCodes.DescriptionSyntax), 1, 7 },
        { "user: x\n\tworkdir: y\n", nameof(ErrorCodes.DescriptionSyntax), 1, 7 },
        { "user: x\n}\n", nameof(ErrorCodes.DescriptionSyntax), 2, 1 },
        { $"user: {new string('x', Limits.MaxDescriptionText + 1)}\n", nameof(ErrorCodes.DescriptionTooLarge), 1, 7 },
        { $"cmd: [{string.Join(',', Enumerable.Repeat("a", Limits.MaxDescriptionItems))}]\n", nameof(ErrorCodes.DescriptionTooLarge), 1, 20001 },
    };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Of_the_original_is_understood()
    {
        var file = await DescriptionFile.LoadAsync(Vectors.PathOf("original/python-test.yaml"), TestContext.Current.CancellationToken);

        Assert.Equal(("python-test.yaml", Digest.Of(Vectors.Read("original/python-test.yaml"))), (file.Name, file.Digest));
        Assert.Equal("alpine:latest", file.Content.From);
        Assert.Equal(["ca-certificates", "curl", "python3", "py3-pip"], file.Content.Packages!.Select(package => package.ToString()));
        Assert.Equal(("1", "production", 3), (file.Content.Environment!["PYTHONUNBUFFERED"], file.Content.Environment["APP_ENV"], file.Content.Environment.Count));
        Assert.Equal(("/app", "nobody"), (file.Content.WorkingDirectory, file.Content.User));
        Assert.Equal(["python3", "-c", "print('Hello from Python Alpine!')"], file.Content.Cmd!);
        Assert.Equal("1.0.0", file.Content.Labels!["org.opencontainers.image.version"]);
        Assert.Null(file.Content.Entrypoint);
    }

    [Fact]
    public async Task May_write_a_command_for_the_shell_and_versions_of_packages()
    {
        var content = (await ReadAsync("\uFEFF---\nentrypoint: run it\npackages: [\"a=1:2-3\"]\n...\n")).Content;

        Assert.Equal(["/bin/sh", "-c", "run it"], content.Entrypoint!);
        Assert.Equal(new PackageRequirement("a", "1:2-3"), Assert.Single(content.Packages!));
    }

    [Theory, MemberData(nameof(Refused))]
    public async Task Is_refused_with_line_and_column(string yaml, string code, int line, int column)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => ReadAsync(yaml));

        Assert.Equal((code, true), (CodeNames.Of(refusal.Code), refusal.Code.Undecided));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Must_be_a_small_file_of_UTF_8()
    {
        Assert.Equal(ErrorCodes.DescriptionUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => LoadAsync("missing.yaml"))).Code);
        Assert.Equal(ErrorCodes.DescriptionUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => ReadAsync(""))).Code);
        File.WriteAllBytes(Path.Combine(_directory.Path, "latin1.yaml"), [.. "user: "u8, 0xe9]);
        Assert.Equal(ErrorCodes.DescriptionUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => LoadAsync("latin1.yaml"))).Code);
        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => ReadAsync(new string('#', Limits.MaxDescriptionBytes + 1)))).Code);
    }

    private Task<DescriptionFile> ReadAsync(string yaml)
    {
        _directory.Write("description.yaml", yaml);
        return LoadAsync("description.yaml");
    }

    private Task<DescriptionFile> LoadAsync(string name) => DescriptionFile.LoadAsync(Path.Combine(_directory.Path, name), TestContext.Current.CancellationToken);
}
