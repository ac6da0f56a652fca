using ImageSign.Verification;

namespace ImageSign.Configuration;

/// <summary>What is known of the base that an image was built on.</summary>
/// <param name="Settings">Its configuration; null when the base is not known.</param>
/// <param name="Reason">Why it is not known.</param>
internal sealed record BaseFinding(RunSettings? Settings, string Reason)
{
    /// <summary>The check of the description's <c>from</c>; null when it says nothing.</summary>
    public Check? Check { get; init; }

    /// <summary>No base was described.</summary>
    public static BaseFinding NotDescribed { get; } = new(null, "the description names no base");

    /// <summary>A base that was described, and of which nothing is known.</summary>
    public static BaseFinding Unknown(string reason) => new(null, $"see {CheckIds.ConfigFrom}") { Check = Check.Skip(CheckIds.ConfigFrom, reason) };
}
