using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>The verdict about one image.</summary>
/// <param name="Image">The image, with the digest that was judged.</param>
/// <param name="Subject">What was judged; null when it could not be fetched.</param>
/// <param name="Verdict">The answer and its reasons.</param>
public sealed record VerifyResult(ImageReference Image, Descriptor? Subject, Verdict Verdict);
