namespace ImageSign.Trust;

/// <summary>A plug-in's yes or no.</summary>
/// <param name="Success">Its answer.</param>
/// <param name="Reason">Its reason; foreign text.</param>
public sealed record PluginJudgement(bool Success, string Reason);
