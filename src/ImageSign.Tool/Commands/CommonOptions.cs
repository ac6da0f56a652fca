using System.CommandLine;
using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>The options that every command about images has.</summary>
internal sealed class CommonOptions
{
    /// <summary>Enough to hide the latency of a distant registry; few enough not to look like an attack on it.</summary>
    private const int DefaultParallel = 16;
    private const int MaxParallel = 256;

    private readonly Option<string> _output = new Option<string>("--output")
    {
        Description = "How results are written: text, json (one object, or an array for several images), jsonl (one object per line).",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "text",
    }.AcceptOnlyFromAmong("text", "json", "jsonl");

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Show every check and every request." };

    private readonly Option<string[]> _insecureRegistries = new("--insecure-registry")
    {
        Description = "A registry that may be reached by plain http or with an untrusted certificate; localhost always may.",
        HelpName = "HOST",
    };

    private readonly Option<string> _registryAuthority = new("--registry-ca") { Description = "A PEM file with the authorities that issue registries' certificates.", HelpName = "FILE" };

    private readonly Option<string> _registryEnvironment = new("--registry-env")
    {
        Description = "The registry that the .NET SDK's credential variables are for.",
        HelpName = "HOST",
    };

    private readonly Option<string> _timeout = new("--timeout") { Description = "How long one request may take, for example 30s or 2m. Default: 100s.", HelpName = "DURATION" };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"How many images are worked on at the same time, 1 to {MaxParallel}. Default: {DefaultParallel}.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultParallel,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_output, _verbose, _insecureRegistries, _registryAuthority, _registryEnvironment, _timeout, _parallel]) command.Add(option);
        _parallel.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var number) || number is < 1 or > MaxParallel)) result.AddError($"'--parallel' is a number from 1 to {MaxParallel}.");
        });
    }

    /// <summary>For an option that decides itself what is written.</summary>
    public void ExcludeOutput(Command command, Option<bool> option) => command.Validators.Add(result =>
    {
        if (result.GetValue(option) && result.GetResult(_output) is { Implicit: false }) result.AddError($"Options '{option.Name}' and '{_output.Name}' exclude each other.");
    });

    /// <summary>What the user chose.</summary>
    public CommonSettings Read(ParseResult parsed, ErrorOutput errors)
    {
        var verbose = parsed.GetValue(_verbose);
        var registry = new RegistryOptions
        {
            InsecureRegistries = parsed.GetValue(_insecureRegistries) ?? [],
            CertificateAuthorityFile = parsed.GetValue(_registryAuthority),
            EnvironmentCredentialsHost = parsed.GetValue(_registryEnvironment),
            Trace = verbose ? errors.Trace : null,
        };
        return new CommonSettings(FormatOf(parsed.GetValue(_output)), verbose, parsed.GetValue(_timeout) is { } timeout ? registry with { RequestTimeout = Duration.Parse(timeout) } : registry) { Parallel = parsed.GetValue(_parallel) };
    }

    private static OutputFormat FormatOf(string? text) => text switch
    {
        "json" => OutputFormat.Json,
        "jsonl" => OutputFormat.Jsonl,
        _ => OutputFormat.Text,
    };
}
