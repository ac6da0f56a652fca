namespace ImageSign;

/// <summary>Which tags were moved to the signed image.</summary>
/// <param name="Moved">The tags that point at it now.</param>
/// <param name="Left">The tags that still are as they were.</param>
/// <param name="Failure">Why it stopped, or null when every tag moved.</param>
public sealed record PromotionResult(IReadOnlyList<string> Moved, IReadOnlyList<string> Left, ImageSignException? Failure);
