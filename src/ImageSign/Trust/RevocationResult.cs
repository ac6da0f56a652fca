namespace ImageSign.Trust;

/// <summary>What was found out about the certificates of a chain.</summary>
/// <param name="Findings">One for each certificate but the last, leaf first.</param>
public sealed record RevocationResult(IReadOnlyList<RevocationFinding> Findings)
{
    /// <summary>The finding that decides: one that was revoked, else one that is unknown, else null.</summary>
    public RevocationFinding? Worst =>
        Findings.FirstOrDefault(finding => finding.Status == RevocationStatus.Revoked) ?? Findings.FirstOrDefault(finding => finding.Status == RevocationStatus.Unknown);
}
