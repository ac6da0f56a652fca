using System.CommandLine;
using ImageSign.Formats;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Tool.Output;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Commands;

/// <summary><c>verify</c>: judges images by their signatures.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly Option<string[]> _keys = new("--key", "-k") { Description = "A public key or the signer's certificate: a file or env://NAME; may be repeated, any one of them is enough.", HelpName = "KEY" };

    private readonly Option<string[]> _formats = ImageWords.Formats("A signature of this format is required; may be repeated. Default: any format.");

    private readonly Option<string[]> _annotations = ImageWords.Annotations("An annotation that the signature must carry; may be repeated, and one signature must carry all of them.");

    private readonly Option<string> _config = ImageWords.Config("A YAML file that describes the image; the signature must name it, and the image must match it.");

    private readonly Option<bool> _strict = new("--strict") { Description = "With -c: refuse the image when part of the description cannot be checked." };

    private readonly Option<string> _bundle = new("--bundle") { Description = "For an image archive: the bundle that must sign its bytes. Default: FILE.sigstore.json beside it, when no signature is inside.", HelpName = "FILE" };

    private readonly Option<string> _bind = new Option<string>("--bind")
    {
        Description = "Require that the image was signed under this repository or tag. Default: a difference is shown only.",
        HelpName = "PART",
    }.AcceptOnlyFromAmong("repository", "tag");

    private readonly Option<string> _platform = new("--platform") { Description = "Verify this platform's image of a multi-platform image, for example linux/arm64.", HelpName = "OS/ARCH" };

    private readonly Option<bool> _recursive = new("--recursive") { Description = "Require that every platform image of a multi-platform image is signed itself." };

    private readonly Option<bool> _all = new("--all") { Description = "Check every signature instead of stopping at the first good one." };

    private readonly Option<bool> _pin = new("--pin") { Description = "Print the manifests with every image replaced by the repository@digest that was verified; only when all of them are trusted." };

    private readonly ImageSources _images = new();

    private readonly PolicyOptions _policy = new();

    private readonly IdentityOptions _identity = new();

    private readonly CommonOptions _common = new();

    public VerifyCommand(ConsoleStreams console)
        : base("verify", "Verifies images: exit code 0 trusted, 1 not trusted, 2 usage, 3 could not decide, 130 cancelled.")
    {
        foreach (var option in (Option[])[_keys, _formats, _annotations, _config, _strict, _bundle, _bind, _platform, _recursive, _all, _pin]) Options.Add(option);
        _policy.AddTo(this, _keys);
        _identity.AddTo(this, _keys, _policy);
        Validators.Add(result =>
        {
            if (result.GetValue(_strict) && result.GetResult(_config) is null) result.AddError("Option '--strict' needs '-c'.");
        });
        _images.AddTo(this);
        _images.RequireOneImage(this, _bundle);
        _images.RequireManifests(this, _pin);
        _common.AddTo(this);
        _common.ExcludeOutput(this, _pin);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        using var passwords = new ConsolePasswordSource(console);
        var errors = new ErrorOutput(console.Error);
        var settings = _common.Read(parsed, errors);
        _identity.Warn(parsed, errors);
        var engine = EngineOptions.CreateDefault(passwords, settings.Registry);
        var images = await _images.ReadAsync(parsed, console, cancellationToken);
        var template = _identity.Apply(parsed, _policy.Apply(parsed, new VerifyRequest(images.Images.First())
        {
            Keys = [.. (parsed.GetValue(_keys) ?? []).Select(KeyReference.Parse)],
            Formats = ImageWords.ReadFormats(parsed.GetValue(_formats), engine),
            Annotations = ImageWords.ReadAnnotations(parsed.GetValue(_annotations)),
            ConfigFile = parsed.GetValue(_config),
            Strict = parsed.GetValue(_strict),
            BundleFile = parsed.GetValue(_bundle),
            Binding = parsed.GetValue(_bind) switch { "repository" => ReferenceBinding.Repository, "tag" => ReferenceBinding.Tag, _ => ReferenceBinding.None },
            Platform = parsed.GetValue(_platform) is { } platform ? Platform.Parse(platform) : null,
            Recursive = parsed.GetValue(_recursive),
            All = parsed.GetValue(_all),
        }));
        using var fleet = new ImageFleet(engine);
        var run = new ImageRun<VerifyResult>(console, settings, new VerifyView());
        return images.Manifests is { } manifests && parsed.GetValue(_pin)
            ? await new PinnedManifests(console, manifests).PrintAsync(run, images, Verify, cancellationToken)
            : await run.RunAsync(images, Verify, cancellationToken);

        Task<VerifyResult> Verify(ImageReference image, CancellationToken cancel) => fleet.VerifyAsync(template with { Image = image }, cancel);
    }
}
