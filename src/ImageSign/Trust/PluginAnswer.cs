namespace ImageSign.Trust;

/// <summary>What a verification plug-in answered.</summary>
/// <param name="ProcessedAttributes">The attributes that it understood.</param>
public sealed record PluginAnswer(IReadOnlyList<string> ProcessedAttributes)
{
    /// <summary>Its word on the identity: null when it gave none.</summary>
    public PluginJudgement? Identity { get; init; }

    /// <summary>Its word on the revocation, or null when it gave none.</summary>
    public PluginJudgement? Revocation { get; init; }
}
