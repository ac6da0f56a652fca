using ImageSign.Oci;

namespace ImageSign;

/// <summary>One piece of a copy: told as it begins, for each megabyte that passes, and as it ends.</summary>
/// <param name="Content">What it is.</param>
/// <param name="Sent">False when nothing was sent yet, or the destination had it already.</param>
public sealed record CopyProgress(Descriptor Content, bool Sent)
{
    /// <summary>How much of it was read from the source so far, or is at the destination, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>True when the destination has it.</summary>
    public bool Finished { get; init; }
}
