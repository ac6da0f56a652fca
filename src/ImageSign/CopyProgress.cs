using ImageSign.Oci;

namespace ImageSign;

/// <summary>One piece of a copy.</summary>
/// <param name="Content">What it is.</param>
/// <param name="Sent">False when the destination had it already.</param>
public sealed record CopyProgress(Descriptor Content, bool Sent);
