using System.Text;
using System.Text.RegularExpressions;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;

namespace ImageSign.Tool.Tests.Documentation;

/// <summary>The pictures in docs/pictures show what a terminal shows today. IMAGESIGN_WRITE_DOCS=1 makes them again from the tool's own output.</summary>
public sealed partial class PicturesInTheDocumentation : IAsyncLifetime
{
    private const string Host = "registry.example";

    private readonly TempDirectory _directory = new();
    private TestRegistry _registry = null!;
    private string _key = "";
    private string _publicKey = "";
    private string _description = "";

    private static string Pictures => Path.Combine(Vectors.PathOf("cosign"), "..", "..", "..", "docs", "pictures");

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("app", TestImages.Build(), "1.0");
        (_key, _publicKey) = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(_directory.File("signing"));
        _description = _directory.File("app.yaml");
        await File.WriteAllTextAsync(_description, "workdir: /\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_verified_image()
    {
        await RunAsync("sign", "-k", _key, _registry.Reference("app", "1.0"));
        await MustShowAsync("verified", "verify", "-k", _publicKey, _registry.Reference("app", "1.0"));
    }

    [Fact]
    public async Task A_refused_image()
    {
        await RunAsync("sign", "-k", _key, _registry.Reference("app", "1.0"));
        var (_, other) = TestKeys.Shared(TestKeyAlgorithm.Rsa2048).Write(_directory.File("other"));
        await MustShowAsync("refused", "verify", "-k", other, _registry.Reference("app", "1.0"));
    }

    [Fact]
    public async Task An_image_that_is_as_described()
    {
        await RunAsync("sign", "-k", _key, "-c", _description, _registry.Reference("app", "1.0"));
        await MustShowAsync("described", "verify", "-k", _publicKey, "-c", _description, _registry.Reference("app", "1.0"));
    }

    private async Task MustShowAsync(string name, params string[] arguments)
    {
        var written = await RunAsync(arguments);
        var lines = TerminalPicture.Words($"dotnet image-sign {Anonymous(string.Join(' ', arguments))}", Anonymous(written));
        var file = Path.Combine(Pictures, $"{name}.svg");
        if (Environment.GetEnvironmentVariable("IMAGESIGN_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Pictures);
            await File.WriteAllTextAsync(file, TerminalPicture.Of($"Output of {lines[0][2..]}", lines), TestContext.Current.CancellationToken);
        }

        var shown = TerminalPicture.WordsOf(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(lines.Select(Stable), shown.Select(Stable));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        using var bytes = new MemoryStream();
        await using var output = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, new ConsoleStreams(output, error, IsTerminal: true, CanPrompt: false));
        Assert.True(exitCode is 0 or 1, error.ToString());
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private string Anonymous(string text) =>
        text.Replace(_registry.Reference("app", "1.0")[..^"/app:1.0".Length], Host, StringComparison.Ordinal).Replace($"{_directory.Path}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal);

    /// <summary>Without what differs each time: keys are made anew, and the clock goes on.</summary>
    private static string Stable(string line) => Changing().Replace(line, "…");

    [GeneratedRegex(@"sha256:[0-9a-f]{12}…|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Changing();
}
