using System.Text;
using CsCheck;

namespace ImageSign.Tests.Security.Changes;

/// <summary>Whatever is changed in a signature or in the manifest around it, with every digest made to agree again, is refused or says exactly what it said before.</summary>
public sealed class AnyChangeOfASignature
{
    // Enough to see each kind of change in each place now and then; IMAGESIGN_LONG_TESTS=1 looks for longer.
    private static readonly long Changes = Environment.GetEnvironmentVariable("IMAGESIGN_LONG_TESTS") == "1" ? 5_000 : 150;

    private static readonly Gen<IChange> Change = Gen.OneOf(ByteChange.Any, JsonChange.Any, JsonChange.Any);

    public static TheoryData<string> Formats => ["sigstore", "cosign", "notary-jws", "notary-cose", "embedded"];

    [Theory, MemberData(nameof(Formats))]
    public async Task Is_refused_or_changes_no_claim(string format)
    {
        await using var specimen = await Specimen.SignAsync(format);
        var said = await specimen.ReportAsync(specimen.Manifest, specimen.Blob);
        Assert.NotNull(said);
        Assert.Contains(said, claim => claim.Contains("team", StringComparison.Ordinal));

        // Changes that mean nothing pass, so it is not the changing itself that is refused.
        Assert.Equal(said, await specimen.ReportAsync([.. specimen.Manifest, (byte)'\n'], specimen.Blob));
        if (format is "sigstore" or "embedded") Assert.Equal(said, await specimen.ReportAsync(specimen.Manifest, [.. specimen.Blob, (byte)'\n']));

        // One after the other: they share the registry.
        await Gen.Select(Gen.Bool, Change).SampleAsync(
            async (ofManifest, change) =>
            {
                var (manifest, blob) = ofManifest ? (change.Apply(specimen.Manifest), specimen.Blob) : (specimen.Manifest, change.Apply(specimen.Blob));
                var now = await specimen.ReportAsync(manifest, blob);
                Assert.True(now is null || now.SequenceEqual(said, StringComparer.Ordinal), $"it says\n{string.Join('\n', now ?? [])}\ninstead of\n{string.Join('\n', said)}\nof {Encoding.UTF8.GetString(ofManifest ? manifest : blob)}");
            },
            iter: Changes,
            threads: 1);
    }
}
