using System.CommandLine;
using System.CommandLine.Parsing;
using ImageSign.Tool.Output;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tool.Commands;

/// <summary>The options of a verification by identity instead of by key; cosign's spellings.</summary>
internal sealed class IdentityOptions
{
    private static readonly string[] WorkflowClaims = ["trigger", "sha", "name", "repository", "ref"];

    private readonly Option<string> _identity = Text(
        "--certificate-identity", "Who must have signed: an e-mail address, or a workflow's URI, exactly.", "IDENTITY");

    private readonly Option<string> _identityPattern = Text(
        "--certificate-identity-regexp", "The same as a pattern that must match all of it.", "PATTERN");

    private readonly Option<string> _issuer = Text(
        "--certificate-oidc-issuer", "Who must have vouched for the signer: the identity provider's URL, exactly.", "URL");

    private readonly Option<string> _issuerPattern = Text(
        "--certificate-oidc-issuer-regexp", "The same as a pattern that must match all of it.", "PATTERN");

    private readonly Option<string> _repository = Text(
        "--github-repository", "The GitHub repository that must have been built, by a workflow of its own unless an identity is named.", "OWNER/NAME");

    private readonly Option<string[]> _claims = new("--certificate-claim")
    {
        Description = $"Something that the certificate must say of the build; may be repeated. Names: {string.Join(", ", CertificateIdentity.ClaimNames)}.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string>[] _workflow =
        [.. WorkflowClaims.Select(
            claim => Text(
                $"--certificate-github-workflow-{claim}", $"The {claim} of the GitHub workflow, as cosign asks for it.", "VALUE"))];

    private readonly Option<bool> _offline = new("--offline") { Description = "Trust comes from files and from what is built in; nothing is fetched for it." };

    private readonly Option<bool> _timestamps = new("--use-signed-timestamps")
    {
        Description = "Require a timestamp of an authority, and believe no other time.",
    };

    private readonly Option<bool> _ignoreLog = new("--insecure-ignore-tlog") { Description = "Weaker: the signature need not be in a transparency log." };

    private readonly Option<bool> _ignoreCertificateLog = new("--insecure-ignore-sct")
    {
        Description = "Weaker: the certificate need not be in a certificate transparency log.",
    };

    private readonly InstanceOptions _instance = new();

    private IEnumerable<Option> Halves => [_identity, _identityPattern, _issuer, _issuerPattern, _repository, _claims, .. _workflow];

    private IEnumerable<Option<bool>> Switches => [_offline, _timestamps, _ignoreLog, _ignoreCertificateLog];

    /// <summary>Adds the options; half an identity is none, and an identity, a key and a policy exclude each other.</summary>
    public void AddTo(Command command, Option<string[]> keys, PolicyOptions policy)
    {
        foreach (var option in Halves.Concat(Switches)) command.Options.Add(option);
        _instance.AddTo(command);
        command.Validators.Add(result =>
        {
            var given = Halves.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
            if (given is null && !_instance.IsGiven(result) && !Switches.Any(option => result.GetValue(option))) return;
            if (policy.IsGiven(result)) result.AddError($"Options '--policy' and '{given?.Name ?? "--trusted-root"}' exclude each other.");
            if (given is not null && result.GetResult(keys) is not null)
            {
                result.AddError($"Options '-k' and '{given.Name}' exclude each other.");
            }

            if (result.GetResult(keys) is null) RequireWhole(result);
        });
    }

    /// <summary>The request with what the user chose.</summary>
    public VerifyRequest Apply(ParseResult parsed, VerifyRequest request)
    {
        var result = parsed.CommandResult;
        if (
            !_instance.IsGiven(result) && !Switches.Any(parsed.GetValue)
                && !Halves.Any(option => result.GetResult(option) is { Implicit: false }))
        {
            return request;
        }

        return request with
        {
            Sigstore = _instance.Read(parsed) with
            {
                Identities = request.Keys.Count > 0 ? [] : [Identity(parsed)],
                Offline = parsed.GetValue(_offline),
                RequireTimestamps = parsed.GetValue(_timestamps),
                InsecureIgnoreTransparencyLog = parsed.GetValue(_ignoreLog),
                InsecureIgnoreCertificateLog = parsed.GetValue(_ignoreCertificateLog),
            },
        };
    }

    /// <summary>Says aloud what makes the verification weaker.</summary>
    public void Warn(ParseResult parsed, ErrorOutput errors)
    {
        foreach (var option in (Option<bool>[])[_ignoreLog, _ignoreCertificateLog])
        {
            if (parsed.GetValue(option)) errors.Warning($"The verification is weaker than usual: {option.Name} was given.");
        }
    }

    private CertificateIdentity Identity(ParseResult parsed)
    {
        var subject = Part(parsed, _identity, _identityPattern);
        var issuer = Part(parsed, _issuer, _issuerPattern);
        var identity = parsed.GetValue(_repository) is { } repository
            ? CertificateIdentity.OfGitHub(repository)
            : new CertificateIdentity(subject!, issuer!);
        if (subject is not null) identity = identity with { Subject = subject };
        if (issuer is not null) identity = identity with { Issuer = issuer };
        foreach (var claim in parsed.GetValue(_claims) ?? [])
        {
            var end = claim.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0) throw ErrorCodes.IdentityInvalid.With($"'{claim}' is not a claim, NAME=VALUE");
            identity = identity.Claiming(claim[..end], claim[(end + 1)..]);
        }

        foreach (var (option, name) in _workflow.Zip(WorkflowClaims))
        {
            if (parsed.GetValue(option) is { } value) identity = identity.Claiming($"github-workflow-{name}", value);
        }

        return identity;
    }

    private static IdentityMatch? Part(ParseResult parsed, Option<string> exact, Option<string> pattern) =>
        parsed.GetValue(exact) is { } text
            ? IdentityMatch.Exact(text)
            : parsed.GetValue(pattern) is { } regexp
            ? IdentityMatch.Pattern(regexp)
            : null;

    private void RequireWhole(CommandResult result)
    {
        RequireOne(result, _identity, _identityPattern);
        RequireOne(result, _issuer, _issuerPattern);
    }

    private void RequireOne(CommandResult result, Option<string> exact, Option<string> pattern)
    {
        var (hasExact, hasPattern) = (result.GetResult(exact) is not null, result.GetResult(pattern) is not null);
        if (hasExact && hasPattern) result.AddError($"Options '{exact.Name}' and '{pattern.Name}' exclude each other.");
        if (!hasExact && !hasPattern && result.GetResult(_repository) is null)
        {
            result.AddError($"Option '{exact.Name}' or '{pattern.Name}' is required to verify by identity.");
        }
    }

    private static Option<string> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}
