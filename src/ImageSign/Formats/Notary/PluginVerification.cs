using ImageSign.Trust;
using ImageSign.Verification;

namespace ImageSign.Formats.Notary;

/// <summary>What a verification plug-in says of a signature that asks for it (plugin-extensibility, "Verification Extensibility").</summary>
internal sealed record PluginVerification(Check Check, PluginJudgement? Identity, PluginJudgement? Revocation)
{
    /// <summary>Asks the plug-in. Whatever keeps it from a full answer fails its check, which no level only logs.</summary>
    public static async ValueTask<PluginVerification> EvaluateAsync(NotaryEnvelope envelope, NotaryTrust trust, CancellationToken cancellationToken)
    {
        var attributes = envelope.Attributes;
        var name = attributes.VerificationPlugin!;
        try
        {
            if (trust.Plugins is not { } plugins) return Refused(name, "no plug-ins can be used here");
            var plugin = await plugins.OpenAsync(name, cancellationToken).ConfigureAwait(false);
            if (attributes.VerificationPluginMinVersion is { } least && !SemanticVersion.IsAtLeast(plugin.Version, least)) return Refused(name, $"its version {plugin.Version} is older than {least}");
            if (!plugin.JudgesIdentity && !plugin.JudgesRevocation) return Refused(name, "it does not verify signatures");
            var question = Question(envelope, trust, plugin);
            var answer = await plugin.AskAsync(question, cancellationToken).ConfigureAwait(false);
            if (question.Attributes.Keys.Except(answer.ProcessedAttributes).FirstOrDefault() is { } left) return Refused(name, $"it did not process the attribute '{left}'");
            if ((question.Identity && answer.Identity is null) || (question.Revocation && answer.Revocation is null)) return Refused(name, "it did not answer all that it was asked");
            return new PluginVerification(Check.Pass(CheckIds.VerificationPlugin, null, new Fact("plugin", $"{name}/{plugin.Version}")), question.Identity ? answer.Identity : null, question.Revocation ? answer.Revocation : null);
        }
        catch (ImageSignException e)
        {
            return Refused(name, e.Message.TrimEnd('.'));
        }
    }

    private static PluginQuestion Question(NotaryEnvelope envelope, NotaryTrust trust, IVerificationPlugin plugin) => new(envelope.Chain, envelope.Attributes.SigningScheme!, [.. trust.Statement.Identities.Select(identity => identity.Text)])
    {
        Expiry = envelope.Attributes.Expiry,
        AuthenticSigningTime = envelope.Attributes.AuthenticSigningTime,
        Attributes = envelope.Attributes.Extended
            .Where(pair => pair.Key is not (NotaryHeaders.VerificationPlugin or NotaryHeaders.VerificationPluginMinVersion))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Json, StringComparer.Ordinal),
        Identity = plugin.JudgesIdentity,
        Revocation = plugin.JudgesRevocation && trust.ActionFor(VerificationStep.Revocation) != VerificationAction.Skip,
    };

    private static PluginVerification Refused(string name, string reason) => new(Check.Fail(CheckIds.VerificationPlugin, ErrorCodes.PluginRefused.With(name, reason)), null, null);
}
