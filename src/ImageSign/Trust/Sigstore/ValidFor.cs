using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>When a key or an authority of a trusted root counts; both ends belong to it.</summary>
/// <param name="Start">From when.</param>
/// <param name="End">Until when; null for no end.</param>
internal sealed record ValidFor(DateTimeOffset Start, DateTimeOffset? End)
{
    /// <summary>True when <paramref name="time"/> lies within.</summary>
    public bool Contains(DateTimeOffset time) => Start <= time && (End is not { } end || time <= end);

    /// <inheritdoc />
    public override string ToString() => $"{Rfc3339.Format(Start)} to {(End is { } end ? Rfc3339.Format(end) : "now")}";
}
