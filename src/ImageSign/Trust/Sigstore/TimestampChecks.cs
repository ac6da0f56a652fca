using ImageSign.Crypto;
using ImageSign.Verification;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// Judges the timestamps of a signature, each for itself. One of an authority that the root does not know says nothing; one of a known
/// authority that does not verify counts against the signature, whatever stands beside it (client specification, "Timestamping Service").
/// </summary>
internal sealed class TimestampChecks
{
    private readonly List<Check> _checks = [];
    private readonly List<ProvenTime> _times = [];

    private TimestampChecks()
    {
    }

    /// <summary>One check for each timestamp.</summary>
    public IReadOnlyList<Check> Checks => _checks;

    /// <summary>What the good ones prove.</summary>
    public IReadOnlyList<ProvenTime> Times => _times;

    public static TimestampChecks Evaluate(SignatureMaterial material, ReadOnlyMemory<byte> signature, TrustedRoot root)
    {
        var all = new TimestampChecks();
        foreach (var response in material.Timestamps) all._checks.Add(all.Judge(response, signature, root));
        return all;
    }

    private Check Judge(ReadOnlyMemory<byte> response, ReadOnlyMemory<byte> signature, TrustedRoot root)
    {
        try
        {
            var timestamp = SignedTimestamp.Read(response);
            string? refusal = null;
            foreach (var authority in timestamp.Claimed(root))
            {
                var answer = timestamp.RefusalBy(authority, signature.Span);
                if (answer is null)
                {
                    var time = new ProvenTime(timestamp.Time, NameOf(authority));
                    _times.Add(time);
                    return Check.Pass(CheckIds.Timestamp, null, new Fact("timestamp", Rfc3339.Format(time.Time)), new Fact("timestamp-authority", time.By));
                }

                refusal ??= $"{answer} ({NameOf(authority)})";
            }

            return refusal is null
                ? Check.Skip(CheckIds.Timestamp, "its authority is not in the trusted root")
                : Check.Fail(CheckIds.Timestamp, ErrorCodes.SignedTimestampRefused.With(refusal));
        }
        catch (ImageSignException e)
        {
            return Check.Fail(CheckIds.Timestamp, e);
        }
    }

    private static string NameOf(Authority authority) => authority.Uri.Length > 0 ? authority.Uri : authority.Certificates[0].Subject;
}
