namespace ImageSign.Trust;

/// <summary>What Notary Project signatures of one image are judged by.</summary>
/// <param name="Statement">The statement of the policy that applies to the image.</param>
/// <param name="Store">Where the trusted certificates are.</param>
/// <param name="Revocation">How it is found out whether certificates were revoked.</param>
public sealed record NotaryTrust(TrustPolicyStatement Statement, ITrustStore Store, IRevocationChecker Revocation)
{
    /// <summary>The policy's name, for people.</summary>
    public string Policy { get; init; } = "";

    /// <summary>The plug-ins that signatures can ask for; null: none.</summary>
    public IVerificationPlugins? Plugins { get; init; }

    /// <summary>What a failure of <paramref name="step"/> means.</summary>
    public VerificationAction ActionFor(VerificationStep step) => Statement.Level[step];
}
