using ImageSign.Formats;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Looks for a signature of a subject that satisfies everything, format by format, and keeps every answer.</summary>
internal sealed class SignatureSearch(IReadOnlyList<ISignatureFormat> formats, SubjectArtifacts artifacts, VerificationContext context)
{
    private static readonly DiscoveryPhase[] Phases = [DiscoveryPhase.Listed, DiscoveryPhase.Markers];

    /// <summary>The group of signatures: passes when one of them satisfies. Stops at that one unless <paramref name="all"/>.</summary>
    public async Task<Check> RunAsync(bool all, CancellationToken cancellationToken)
    {
        var signatures = new List<Check>();
        foreach (var phase in Phases)
        {
            foreach (var format in formats)
            {
                if (await LookAsync(format, phase, signatures, all, cancellationToken).ConfigureAwait(false)) return Group(signatures);
            }

            if (signatures.Exists(check => check.Passed)) break;
        }

        return Group(signatures);
    }

    private async Task<bool> LookAsync(ISignatureFormat format, DiscoveryPhase phase, List<Check> signatures, bool all, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var candidate in format.DiscoverAsync(artifacts, phase, cancellationToken).ConfigureAwait(false))
            {
                artifacts.Budget.TakeSignature();
                var check = candidate.Failure is { } failure
                    ? Check.AllOf(CheckIds.Signature, [CheckIds.Artifact], [Check.Fail(CheckIds.Artifact, failure)])
                    : await format.VerifyAsync(candidate, context, cancellationToken).ConfigureAwait(false);
                check = check.WithFactsOfTrustedSigners();
                signatures.Add(check with
                {
                    Facts = [.. check.Facts, new Fact("format", format.Name, Signed: false), new Fact("where", candidate.Where, Signed: false), new Fact("artifact", candidate.Artifact.Digest.ToString(), Signed: false)],
                });
                if (check.Passed && !all) return true;
            }
        }
        catch (ImageSignException e)
        {
            // The listing itself cannot be read: other formats may still find a good signature, and if none does, this says why.
            signatures.Add(Check.AllOf(CheckIds.Signature, [CheckIds.Artifact], [Check.Fail(CheckIds.Artifact, e)]) with { Facts = [new Fact("format", format.Name, Signed: false)] });
        }

        return false;
    }

    private Check Group(List<Check> signatures) =>
        Check.AnyOf(CheckIds.Signatures, signatures, ErrorCodes.Unsigned, ErrorCodes.Unsigned.With(context.Subject.Digest).Message);
}
