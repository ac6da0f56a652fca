using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>A format that can say what a candidate claims to be, without trusting any of it.</summary>
public interface ISignatureInspection
{
    /// <summary>The tools that would find and read a signature of this format.</summary>
    IReadOnlyList<string> Readers { get; }

    /// <summary>What the envelope says: key hint, claims, times. Nothing is verified.</summary>
    IReadOnlyList<Fact> Describe(SignatureCandidate candidate);
}
