namespace ImageSign.Trust;

/// <summary>What a statement of a trust policy enforces: a named level, with overrides.</summary>
public sealed record VerificationLevel
{
    // trust-store-trust-policy, "Signature Verification details": the table of levels.
    private static readonly Dictionary<string, VerificationAction[]> Table = new(StringComparer.Ordinal)
    {
        // Each row: integrity, authenticity, authenticTimestamp, expiry, revocation.
        ["strict"] = [VerificationAction.Enforce, VerificationAction.Enforce, VerificationAction.Enforce, VerificationAction.Enforce, VerificationAction.Enforce],
        ["permissive"] = [VerificationAction.Enforce, VerificationAction.Enforce, VerificationAction.Log, VerificationAction.Log, VerificationAction.Log],
        ["audit"] = [VerificationAction.Enforce, VerificationAction.Log, VerificationAction.Log, VerificationAction.Log, VerificationAction.Log],
        ["skip"] = [VerificationAction.Skip, VerificationAction.Skip, VerificationAction.Skip, VerificationAction.Skip, VerificationAction.Skip],
    };

    private static readonly Dictionary<string, VerificationStep> Overridable = new(StringComparer.Ordinal)
    {
        ["authenticity"] = VerificationStep.Authenticity,
        ["authenticTimestamp"] = VerificationStep.AuthenticTimestamp,
        ["expiry"] = VerificationStep.Expiry,
        ["revocation"] = VerificationStep.Revocation,
    };

    private static readonly Dictionary<string, VerificationAction> Actions = new(StringComparer.Ordinal)
    {
        ["enforce"] = VerificationAction.Enforce,
        ["log"] = VerificationAction.Log,
        ["skip"] = VerificationAction.Skip,
    };

    private readonly IReadOnlyList<VerificationAction> _actions;

    private VerificationLevel(string name, IReadOnlyList<VerificationAction> actions) => (Name, _actions) = (name, actions);

    /// <summary>The level's name.</summary>
    public string Name { get; }

    /// <summary>True when nothing is evaluated at all.</summary>
    public bool IsSkip => Name == "skip";

    /// <summary>What a failure of <paramref name="step"/> means.</summary>
    public VerificationAction this[VerificationStep step] => _actions[(int)step];

    /// <summary>The level that users call <paramref name="name"/>, or null.</summary>
    public static VerificationLevel? Named(string name) => Table.TryGetValue(name, out var actions) ? new VerificationLevel(name, actions) : null;

    /// <summary>This level with another word on revocation.</summary>
    public VerificationLevel WithRevocation(VerificationAction action)
    {
        var actions = _actions.ToArray();
        actions[(int)VerificationStep.Revocation] = action;
        return new VerificationLevel(Name, actions);
    }

    /// <summary>This level with one override, or the reason why it is not allowed.</summary>
    public (VerificationLevel? Level, string? Reason) Override(string step, string action)
    {
        if (IsSkip) return (null, "the level skip has nothing to override");
        if (!Overridable.TryGetValue(step, out var which)) return (null, $"'{step}' cannot be overridden");
        if (!Actions.TryGetValue(action, out var what)) return (null, $"'{action}' is not an action");
        if (what == VerificationAction.Skip && which != VerificationStep.Revocation) return (null, $"'{step}' cannot be skipped");
        var actions = _actions.ToArray();
        actions[(int)which] = what;
        return (new VerificationLevel(Name, actions), null);
    }
}
