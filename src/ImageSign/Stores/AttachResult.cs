namespace ImageSign.Stores;

/// <summary>Where an artifact was put.</summary>
/// <param name="Placement">How it can be found: <c>referrers-api</c>, <c>referrers-tag</c>, <c>tag</c>, <c>layout</c>.</param>
/// <param name="Warning">What the user should know, or null; for example that the write could not be confirmed.</param>
public sealed record AttachResult(string Placement, string? Warning = null);
