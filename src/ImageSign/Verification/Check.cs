namespace ImageSign.Verification;

/// <summary>One named question and its answer; a group is a check with children.</summary>
/// <param name="Id">The stable name, from <see cref="CheckIds"/>.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record Check(string Id, CheckOutcome Outcome)
{
    /// <summary>One sentence: why it failed or was skipped, or what was found; may be null for a pass.</summary>
    public string? Reason { get; init; }

    /// <summary>The error code of a failure.</summary>
    public ErrorCode? Code { get; init; }

    /// <summary>What the user can do about a failure, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>An advisory check informs; where it is required, its failure counts all the same.</summary>
    public bool Advisory { get; init; }

    /// <summary>What the check found out.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The parts of a group, in order.</summary>
    public IReadOnlyList<Check> Children { get; init; } = [];

    /// <summary>True when the check passed.</summary>
    public bool Passed => Outcome == CheckOutcome.Pass;

    /// <summary>A pass, with what was found.</summary>
    public static Check Pass(string id, string? reason = null, params ReadOnlySpan<Fact> facts) =>
        new(id, CheckOutcome.Pass) { Reason = reason, Facts = facts.ToArray() };

    /// <summary>A failure with its code; the reason defaults to the code's own sentence where that needs no arguments.</summary>
    public static Check Fail(string id, ErrorCode code, string reason, params ReadOnlySpan<Fact> facts) =>
        new(id, CheckOutcome.Fail) { Code = code, Reason = reason, Remedy = code.Remedy, Facts = facts.ToArray() };

    /// <summary>A failure that an exception reported.</summary>
    public static Check Fail(string id, ImageSignException exception) => Fail(id, exception.Code, exception.Message) with { Remedy = exception.Remedy };

    /// <summary>A question that was not asked, and why.</summary>
    public static Check Skip(string id, string reason) => new(id, CheckOutcome.Skip) { Reason = reason };

    /// <summary>
    /// A group that passes when every child named in <paramref name="required"/> is present and passed, and no other child failed without
    /// being advisory. A required child that is missing, skipped or advisory-failed fails the group, and so does an empty list of required ones.
    /// </summary>
    public static Check AllOf(string id, IReadOnlyCollection<string> required, IReadOnlyList<Check> children)
    {
        var missing = required.FirstOrDefault(name => !children.Any(child => child.Id == name));
        var failed = children.FirstOrDefault(child => !child.Passed && required.Contains(child.Id))
            ?? children.FirstOrDefault(child => child is { Outcome: CheckOutcome.Fail, Advisory: false });
        var passed = required.Count > 0 && missing is null && failed is null;
        return new Check(id, passed ? CheckOutcome.Pass : CheckOutcome.Fail)
        {
            Children = children,
            Code = passed ? null : failed?.Code ?? ErrorCodes.CheckMissing,
            Remedy = passed ? null : failed?.Remedy,
            Reason = passed ? null : failed?.Reason ?? (missing is null ? "nothing was required" : $"'{missing}' was not evaluated"),
        };
    }

    /// <summary>A group that passes when at least one child passed; none at all is a failure with <paramref name="none"/>.</summary>
    public static Check AnyOf(string id, IReadOnlyList<Check> children, ErrorCode none, string noneReason)
    {
        if (children.Any(child => child.Passed)) return new Check(id, CheckOutcome.Pass) { Children = children };
        // An undecided child keeps the whole undecided: it might have been the good one.
        var telling = children.FirstOrDefault(child => child.Code is { Undecided: true }) ?? children.FirstOrDefault(child => child.Outcome == CheckOutcome.Fail);
        return new Check(id, CheckOutcome.Fail) { Children = children, Code = telling?.Code ?? none, Reason = telling?.Reason ?? noneReason, Remedy = telling is null ? none.Remedy : telling.Remedy };
    }

    /// <summary>The same, with every fact marked unsigned: for what a signature says that no trusted key made.</summary>
    public Check WithoutSignedFacts() => this with
    {
        Facts = [.. Facts.Select(fact => fact with { Signed = false })],
        Children = [.. Children.Select(child => child.WithoutSignedFacts())],
    };

    /// <summary>
    /// The check of one signature, with its facts marked unsigned unless a signer who is trusted made it: anybody can make an intact signature with a
    /// key or a certificate of their own, and say in it what they like.
    /// </summary>
    internal Check WithFactsOfTrustedSigners()
    {
        var isTrusted = Has(CheckIds.SignatureIntegrity) && Has(CheckIds.Identity) && !Children.Any(child => child is { Id: CheckIds.CertificateTrust, Passed: false });
        return isTrusted ? this : WithoutSignedFacts();

        bool Has(string id) => Children.Any(child => child.Id == id && child.Passed);
    }

    /// <summary>This check and everything below it, depth first.</summary>
    public IEnumerable<Check> Flatten() => Children.SelectMany(child => child.Flatten()).Prepend(this);

    /// <summary>The value of the first fact of that name here or below, or null.</summary>
    public string? FactOf(string name) => Flatten().SelectMany(check => check.Facts).FirstOrDefault(fact => fact.Name == name)?.Value;
}
