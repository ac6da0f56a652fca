using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;

namespace ImageSign.Testing.Tokens;

/// <summary>Tokens of Debian's SoftHSM in a directory of their own; the programs are softhsm2-util and OpenSC's pkcs11-tool.</summary>
public sealed class SoftHsm : IDisposable
{
    /// <summary>The variable that names SoftHSM's configuration.</summary>
    public const string ConfigurationVariable = "SOFTHSM2_CONF";

    /// <summary>The PIN of every token.</summary>
    public const string Pin = "1234";

    private static readonly string[] Modules = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/libsofthsm2.so", "/usr/lib/libsofthsm2.so"];

    private readonly TempDirectory _directory = new();

    /// <summary>No token yet.</summary>
    public SoftHsm()
    {
        Directory.CreateDirectory(_directory.File("tokens"));
        Configuration = _directory.File("softhsm2.conf");
        File.WriteAllText(Configuration, $"directories.tokendir = {_directory.File("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n");
    }

    /// <summary>The module; null when SoftHSM, or pkcs11-tool, is not installed.</summary>
    public static string? Module => Peers.TryFind("softhsm2-util", out _) && Peers.TryFind("pkcs11-tool", out _) ? Array.Find(Modules, File.Exists) : null;

    /// <summary>The file for <see cref="ConfigurationVariable"/>.</summary>
    public string Configuration { get; }

    /// <summary>The directories of the tokens, one for each.</summary>
    public string TokenDirectory => _directory.File("tokens");

    /// <summary>Makes a token and returns its serial number.</summary>
    public async Task<string> CreateTokenAsync(string label)
    {
        var before = Directory.GetDirectories(TokenDirectory);
        (await RunAsync("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "5678")).EnsureSuccess();
        var made = Directory.GetDirectories(TokenDirectory).Except(before).Single();
        // SoftHSM's serial number is the end of its directory's UUID.
        return Path.GetFileName(made).Replace("-", "", StringComparison.Ordinal)[^16..];
    }

    /// <summary>Makes a key pair on a token: <c>EC:prime256v1</c>, <c>rsa:2048</c>, <c>EC:edwards25519</c> ….</summary>
    public Task GenerateAsync(string token, string type, string label, string id, params string[] more) =>
        ToolAsync(token, ["--keypairgen", "--key-type", type, "--label", label, "--id", id, "--usage-sign", .. more]);

    /// <summary>Puts an object on a token: <c>privkey</c>, <c>pubkey</c>, <c>cert</c>.</summary>
    public async Task WriteAsync(string token, string type, byte[] der, string label, string id)
    {
        var file = _directory.File($"{Guid.NewGuid():N}.der");
        await File.WriteAllBytesAsync(file, der);
        await ToolAsync(token, ["--write-object", file, "--type", type, "--label", label, "--id", id, .. type == "cert" ? [] : (string[])["--usage-sign"]]);
    }

    /// <summary>Takes an object from a token.</summary>
    public Task DeleteAsync(string token, string type, string id) => ToolAsync(token, ["--delete-object", "--type", type, "--id", id]);

    /// <inheritdoc />
    public void Dispose() => _directory.Dispose();

    private async Task ToolAsync(string token, IReadOnlyList<string> arguments) =>
        (await RunAsync("pkcs11-tool", ["--module", Module!, "--token-label", token, "--login", "--pin", Pin, .. arguments])).EnsureSuccess();

    private Task<ProcessResult> RunAsync(string program, params IReadOnlyList<string> arguments) => ProcessRunner.RunAsync(
        Peers.Find(program), arguments, new ProcessOptions { Environment = new Dictionary<string, string?> { [ConfigurationVariable] = Configuration } });
}
