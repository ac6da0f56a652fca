namespace ImageSign;

/// <summary>Which tags were moved to the signed image.</summary>
/// <param name="Moved">The tags that point at it now.</param>
/// <param name="Left">The tags that were left alone.</param>
/// <param name="Failure">Why it stopped; null when every tag moved, or when it was cancelled.</param>
public sealed record PromotionResult(IReadOnlyList<string> Moved, IReadOnlyList<string> Left, ImageSignException? Failure)
{
    /// <summary>The tag whose write had no answer, and which could not be looked up afterwards; null for none.</summary>
    public string? Unknown { get; init; }
}
