using ImageSign.Keys.NotationPlugin;
using ImageSign.Trust;

namespace ImageSign;

/// <summary>Installed Notation plug-ins as verifiers: the bridge between trust, which asks, and the plug-in protocol.</summary>
internal sealed class NotationVerificationPlugins(string? directory, IReadOnlyDictionary<string, string> configuration) : IVerificationPlugins
{
    /// <inheritdoc />
    public async ValueTask<IVerificationPlugin> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var plugin = PluginHost.Open(directory, name, configuration);
        return new Verifier(plugin, await plugin.GetMetadataAsync(cancellationToken).ConfigureAwait(false));
    }

    private sealed class Verifier(PluginHost plugin, PluginMetadata metadata) : IVerificationPlugin
    {
        public string Version => metadata.Version;

        public bool JudgesIdentity => metadata.Can(PluginCommands.TrustedIdentityVerifier);

        public bool JudgesRevocation => metadata.Can(PluginCommands.RevocationVerifier);

        public async ValueTask<PluginAnswer> AskAsync(PluginQuestion question, CancellationToken cancellationToken)
        {
            var capabilities = new List<string>();
            if (question.Identity) capabilities.Add(PluginCommands.TrustedIdentityVerifier);
            if (question.Revocation) capabilities.Add(PluginCommands.RevocationVerifier);
            using var answer = await PluginVerifier.AskAsync(
                plugin, question.Chain, question.SigningScheme, question.Expiry, question.AuthenticSigningTime, question.Attributes, question.Identities, capabilities, cancellationToken).ConfigureAwait(false);
            return new PluginAnswer(PluginVerifier.Processed(plugin, answer.RootElement))
            {
                Identity = Judgement(PluginVerifier.Result(plugin, answer.RootElement, PluginCommands.TrustedIdentityVerifier)),
                Revocation = Judgement(PluginVerifier.Result(plugin, answer.RootElement, PluginCommands.RevocationVerifier)),
            };
        }

        private static PluginJudgement? Judgement((bool Success, string Reason)? result) => result is var (success, reason) ? new PluginJudgement(success, reason) : null;
    }
}
