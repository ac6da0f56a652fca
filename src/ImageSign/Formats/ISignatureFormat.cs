using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>A signature format: how a signature is made, placed, found and judged.</summary>
public interface ISignatureFormat
{
    /// <summary>The name that users write after <c>--format</c>.</summary>
    string Name { get; }

    /// <summary>True when signatures of this format can be judged with what the context trusts.</summary>
    bool CanJudge(VerificationContext context);

    /// <summary>Finds what may be signatures of the subject. Something unreadable is a candidate with a failure, never an exception that would hide the next one.</summary>
    IAsyncEnumerable<SignatureCandidate> DiscoverAsync(SubjectArtifacts artifacts, DiscoveryPhase phase, CancellationToken cancellationToken);

    /// <summary>Judges one candidate: a check with id <see cref="CheckIds.Signature"/>.</summary>
    ValueTask<Check> VerifyAsync(SignatureCandidate candidate, VerificationContext context, CancellationToken cancellationToken);

    /// <summary>Signs the subject, verifies what was made, and puts it in its place.</summary>
    Task<IReadOnlyList<SignedArtifact>> SignAsync(SigningContext context, CancellationToken cancellationToken);
}
