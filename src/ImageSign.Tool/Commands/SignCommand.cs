using System.CommandLine;
using ImageSign.Keys;
using ImageSign.Tool.Output;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Commands;

/// <summary><c>sign</c>: signs images and puts the signatures beside them.</summary>
internal sealed class SignCommand : Command
{
    private readonly Option<string> _key = new("--key", "-k")
    {
        Description = "The private key: a file (PEM, cosign's encrypted form, PFX), env://NAME, pkcs11:…, plugin://NAME/KEYID, or another reference (docs/keys.md).",
        HelpName = "KEY",
        Required = true,
    };

    private readonly Option<string[]> _formats = ImageWords.Formats("The signature format; may be repeated. Default for registries and layouts: sigstore.");

    private readonly Option<string[]> _annotations = ImageWords.Annotations("An annotation that the signature carries; may be repeated.");

    private readonly Option<string> _config = ImageWords.Config("A YAML file that describes the image; the signature names it, and an image that differs from it is not signed.");

    private readonly Option<string> _bundle = new("--bundle") { Description = "For an image archive: sign its bytes, into this file. Default for docker-archive: FILE.sigstore.json beside it.", HelpName = "FILE" };

    private readonly Option<bool> _attach = new("--attach") { Description = "For an OCI archive: list the signature beside the image, so that other tools find it; 'podman load' then refuses the archive." };

    private readonly Option<string> _expiresIn = new("--expires-in") { Description = "How long the signature counts, for example 12h or 30d. Default: it never expires.", HelpName = "DURATION" };

    private readonly Option<bool> _noRecursive = new("--no-recursive") { Description = "Sign an index only, not the platform images in it." };

    private readonly Option<bool> _ifMissing = new("--if-missing") { Description = "Do nothing when the image has a valid signature by this key already." };

    private readonly ImageSources _images = new();

    private readonly CertificateOptions _certificate = new();

    private readonly CommonOptions _common = new();

    public SignCommand(ConsoleStreams console)
        : base("sign", "Signs images by digest: a tag is looked up once, and what it points at then is signed.")
    {
        foreach (var option in (Option[])[_key, _formats, _annotations, _config, _bundle, _attach, _expiresIn, _noRecursive, _ifMissing]) Options.Add(option);
        _certificate.AddTo(this);
        _images.AddTo(this);
        _images.RequireOneImage(this, _bundle);
        _common.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        using var passwords = new ConsolePasswordSource(console);
        var settings = _common.Read(parsed, new ErrorOutput(console.Error));
        var engine = EngineOptions.CreateDefault(passwords, settings.Registry);
        var images = await _images.ReadAsync(parsed, console, cancellationToken);
        var template = _certificate.Apply(parsed, new SignRequest(images.Images.First(), KeyReference.Parse(parsed.GetRequiredValue(_key)))
        {
            Formats = ImageWords.ReadFormats(parsed.GetValue(_formats), engine),
            Annotations = ImageWords.ReadAnnotations(parsed.GetValue(_annotations)),
            ConfigFile = parsed.GetValue(_config),
            BundleFile = parsed.GetValue(_bundle),
            Attach = parsed.GetValue(_attach),
            ExpiresIn = parsed.GetValue(_expiresIn) is { } expiresIn ? Duration.Parse(expiresIn) : null,
            Recursive = !parsed.GetValue(_noRecursive),
            IfMissing = parsed.GetValue(_ifMissing),
        });
        using var fleet = new ImageFleet(engine);
        var turns = new Turns();
        return await new ImageRun<SignResult>(console, settings, new SignView())
            .RunAsync(images, (image, cancel) => turns.TakeAsync(image, () => fleet.SignAsync(template with { Image = image }, cancel), cancel), cancellationToken);
    }
}
