using ImageSign.Oci;

namespace ImageSign.Tool.Commands;

/// <summary>What came of one image: a result, a failure, or (cancelled) neither.</summary>
/// <param name="Image">The image as it was named.</param>
internal sealed record ImageOutcome<TResult>(ImageReference Image)
    where TResult : class
{
    public TResult? Result { get; init; }

    public ImageSignException? Failure { get; init; }
}
