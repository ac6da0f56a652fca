using System.CommandLine;
using System.Security.Cryptography;
using ImageSign.Keys;
using ImageSign.Tool.Output;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Commands;

/// <summary><c>generate-key-pair</c>: a new key for signing, encrypted unless asked otherwise.</summary>
internal sealed class GenerateKeyPairCommand : Command
{
    private static readonly (string Name, KeyAlgorithm Algorithm)[] Algorithms =
    [
        ("ecdsa-p256", KeyAlgorithm.EcdsaP256),
        ("ecdsa-p384", KeyAlgorithm.EcdsaP384),
        ("ecdsa-p521", KeyAlgorithm.EcdsaP521),
        ("rsa-2048", KeyAlgorithm.Rsa2048),
        ("rsa-3072", KeyAlgorithm.Rsa3072),
        ("rsa-4096", KeyAlgorithm.Rsa4096),
        ("ed25519", KeyAlgorithm.Ed25519),
    ];

    private readonly Option<string> _algorithm = new Option<string>("--algorithm")
    {
        Description = "The kind of key.",
        HelpName = "ALGORITHM",
        DefaultValueFactory = _ => Algorithms[0].Name,
    }.AcceptOnlyFromAmong([.. Algorithms.Select(known => known.Name)]);

    private readonly Option<string> _outputPrefix = new("--output-prefix")
    {
        Description = "Writes PREFIX.key (readable by you only) and PREFIX.pub; what exists is never overwritten.",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => "image-sign",
    };

    private readonly Option<bool> _noPassword = new("--no-password") { Description = "Leave the private key unencrypted (PKCS#8 PEM)." };

    private readonly Option<string> _key = new("--key", "-k")
    {
        Description = "Makes the key in its place instead, which it never leaves: a token or a KMS (docs/keys.md). Prints the public half.",
        HelpName = "REFERENCE",
    };

    public GenerateKeyPairCommand(ConsoleStreams console)
        : base("generate-key-pair", "Generates a key pair. The password comes from IMAGESIGN_PASSWORD, or is asked for.")
    {
        Options.Add(_algorithm);
        Options.Add(_outputPrefix);
        Options.Add(_noPassword);
        Options.Add(_key);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        var algorithm = Array.Find(Algorithms, known => known.Name == parsed.GetValue(_algorithm)).Algorithm;
        if (parsed.GetValue(_key) is { } key) return await MakeInPlaceAsync(KeyReference.Parse(key), algorithm, console, cancellationToken);
        var prefix = parsed.GetRequiredValue(_outputPrefix);
        KeyPairFiles.RefuseExisting(prefix);

        var password = parsed.GetValue(_noPassword) ? null : await NewPassword.ForAsync($"{prefix}.key", console, cancellationToken);
        try
        {
            using var pair = KeyPair.Generate(algorithm);
            var files = KeyPairFiles.Write(pair, prefix, password);
            ITextSurface surface = console.IsTerminal ? new TerminalSurface(console.Output) : new PlainSurface(console.Output);
            surface.Write(
            [
                TextNode.Line(Mark.Good, $"{files.PrivateKey} (private, {(password is null ? "not encrypted" : "encrypted")}): keep it secret"),
                TextNode.Line(Mark.Good, $"{files.PublicKey} (public): give it to those who verify"),
                TextNode.Line(Mark.None, $"key {pair.PublicKey.Name} {pair.PublicKey.Fingerprint}"),
            ]);
            return ExitCodes.Success;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private static async Task<int> MakeInPlaceAsync(KeyReference key, KeyAlgorithm algorithm, ConsoleStreams console, CancellationToken cancellationToken)
    {
        using var passwords = new ConsolePasswordSource(console);
        var publicKey = await new KeyPlaces(EngineOptions.CreateDefault(passwords)).CreateAsync(key, algorithm, cancellationToken);
        await console.Output.WriteAsync(KeyPlaces.PemOf(publicKey));
        return ExitCodes.Success;
    }
}
