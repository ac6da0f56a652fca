namespace ImageSign.Trust.Revocation;

/// <summary>A revocation list with the delta list that goes on top of it.</summary>
/// <param name="Whole">The list.</param>
/// <param name="Delta">The delta list, or null.</param>
internal sealed record CrlBundle(CertificateRevocationList Whole, CertificateRevocationList? Delta)
{
    /// <summary>Why the lists say nothing about the certificate, or null when they do.</summary>
    public string? Defect(RevocationQuestion question)
    {
        if (Whole.Defect(question, isDelta: false) is { } whole) return whole;
        if (Delta is null) return Whole.FreshestUris.Count > 0 ? "its delta list is missing" : null;
        return Delta.Defect(question, isDelta: true) is { } delta ? $"its delta list cannot be used: {delta}"
            : Delta.Extends(Whole) ? null : "its delta list is one of another list";
    }

    /// <summary>What the lists say about the certificate.</summary>
    public RevocationFinding Answer(RevocationQuestion question, string source)
    {
        var entry = Delta?.Find(question.Certificate) ?? Whole.Find(question.Certificate);
        return entry is null or { IsRemoved: true } ? new RevocationFinding(question.Certificate, RevocationStatus.Good, source) : question.Revoked(entry.InvalidityDate, source);
    }
}
