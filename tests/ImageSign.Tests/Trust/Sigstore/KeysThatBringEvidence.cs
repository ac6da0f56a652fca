using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Testing.Files;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>
/// A signature of a key that brings a log entry and a timestamp along, judged by a trusted root: they need not be there, but must be good.
/// </summary>
public sealed class KeysThatBringEvidence
{
    private static readonly MessageSignatureBundle Bundle = MessageSignatureBundle.Parse(
        Vectors.Read("sigstore-conformance/bundles/managed-key-happy-path.json"), withEvidence: true);

    [Fact]
    public void Good_evidence_passes() => Assert.True(Judge(Bundle.Evidence!).Passed);

    [Fact]
    public void No_evidence_passes() => Assert.True(Judge(new SignatureMaterial()).Passed);

    [Fact]
    public void An_entry_about_something_else_is_refused()
    {
        var entry = Bundle.Evidence!.Entries[0];
        var answer = Judge(Bundle.Evidence with { Entries = [entry with { Promise = null, Body = new byte[] { 0x7b, 0x7d } }] });

        Assert.Equal([CheckIds.LogInclusion, CheckIds.LogBody], Failed(answer));
    }

    [Fact]
    public void A_timestamp_of_something_else_is_refused()
    {
        var other = MessageSignatureBundle.Parse(Vectors.Read("sigstore-conformance/bundles/rekor2-happy-path.json"), withEvidence: true);
        var staging = new TrustedRootSource().Open(new SigstoreTrust { Instance = SigstoreTrust.Staging });

        Assert.Equal([CheckIds.Timestamp], Failed(Judge(other.Evidence! with { Entries = [] }, staging)));
    }

    [Fact]
    public void A_timestamp_that_is_required_must_be_there()
    {
        var trust = new TrustedRootSource().Open(new SigstoreTrust { RequireTimestamps = true });

        Assert.True(Judge(Bundle.Evidence!, trust).Passed);
        Assert.Equal([CheckIds.Time], Failed(Judge(Bundle.Evidence! with { Timestamps = [] }, trust)));
    }

    private static SigstoreVerification Judge(SignatureMaterial material, ResolvedTrust? trust = null) => SigstoreVerification.OfKey(
        new SignedFile(Vectors.Read("sigstore-conformance/a.txt"), Bundle.Signature),
        material,
        trust ?? new TrustedRootSource().Open(new SigstoreTrust()),
        KeyOpener.ReadPublicKey(Vectors.Read("sigstore-conformance/bundles/managed-key-happy-path.pub"), "the key"),
        TimeProvider.System.GetUtcNow());

    private static IEnumerable<string> Failed(SigstoreVerification answer) =>
        answer.Checks.SelectMany(check => check.Flatten()).Where(
            check => check is { Outcome: CheckOutcome.Fail, Children: [] }).Select(check => check.Id);
}
