using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Notation;

public sealed class WeVerifyWhatNotationSigns
{
    public static MatrixTheoryData<string, string> KeysAndEnvelopes { get; } = new(NotationHome.Keys, ["jws", "cose"]);

    [Theory, MemberData(nameof(KeysAndEnvelopes))]
    public async Task In_a_layout_with_metadata_and_expiry(string key, string envelope)
    {
        RealPeer.Require("notation");
        using var home = new NotationHome();
        var (ours, theirs) = home.Layout();
        await home.NotationSignsAsync(theirs, key, envelope, "--user-metadata", "build=<42>&ž", "--expiry", "24h");
        Assert.Equal(VerdictOutcome.Trusted, await VerdictAsync("<42>&ž"));
        Assert.Equal(VerdictOutcome.NotTrusted, await VerdictAsync("43"));

        async Task<VerdictOutcome> VerdictAsync(string build) =>
            (await home.VerifyAsync(ours, request => request with { Annotations = new Dictionary<string, string> { ["build"] = build } })).Verdict.Outcome;
    }

    [Theory, InlineData("jws", true), InlineData("cose", true), InlineData("jws", false), InlineData("cose", false)]
    public async Task In_a_registry_an_index_and_an_image(string envelope, bool referrersApi)
    {
        RealPeer.Require("notation");
        using var home = new NotationHome();
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi });
        var index = TestImages.MultiArch();
        registry.Content.PutImage("app", index, "1");
        foreach (var digest in (string[])[index.Digest, index.Children[0].Digest])
        {
            await home.NotationSignsAsync(registry.Reference("app", digest), "rsa2048", envelope);
            Assert.Equal(VerdictOutcome.Trusted, (await home.VerifyAsync(ImageReference.Parse(registry.Reference("app", digest)))).Verdict.Outcome);
        }
    }

    [Theory, InlineData("jws"), InlineData("cose")]
    public async Task With_a_timestamp(string envelope)
    {
        RealPeer.Require("notation");
        await using var authority = await TimestampAuthority.StartAsync();
        using var home = new NotationHome("strict-tsa");
        var (ours, theirs) = home.Layout();
        await home.NotationSignsAsync(theirs, "p521", envelope, "--timestamp-url", authority.Url.ToString(), "--timestamp-root-cert", TimestampAuthority.RootFile);
        var result = await home.VerifyAsync(ours);
        Assert.Equal(VerdictOutcome.Trusted, result.Verdict.Outcome);
        Assert.NotNull(result.Verdict.Root.FactOf("timestamp"));
    }
}
