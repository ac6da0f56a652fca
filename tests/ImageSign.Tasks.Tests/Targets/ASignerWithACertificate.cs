using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Verification;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class ASignerWithACertificate
{
    private static readonly string Key = Vectors.PathOf("notation/pki/p256/leaf.key");
    private static readonly string Chain = Vectors.PathOf("notation/pki/p256/chain.pem");

    [Theory]
    [InlineData("notary-jws")]
    [InlineData("notary-cose")]
    public async Task Signs_as_the_policy_of_notation_wants_it(string format)
    {
        await using var pushed = await StartAsync(format);
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal(format, Assert.Single(outcome.SignedImages).GetMetadataValue("Formats"));
        await ShouldBeTrustedAsync(pushed, "strict");
    }

    [Fact]
    public async Task May_be_one_of_several_and_alone_gets_the_timestamp()
    {
        await using var authority = await TimestampAuthority.StartAsync();
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties["ImageSignFormats"] = "sigstore";
        pushed.Publish.Properties["ImageSignTimestampUrl"] = authority.Url.ToString();
        pushed.Publish.Properties["ImageSignTimestampRoot"] = TimestampAuthority.RootFile;
        pushed.Publish.Items.Add(("ImageSigner", Key, [("Format", "notary-jws"), ("CertificateChain", Chain)]));
        pushed.Publish.Publish().ShouldSucceed();

        await VerifiedImages.ShouldBeSignedAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore");
        Assert.NotNull((await ShouldBeTrustedAsync(pushed, "strict-tsa")).Root.Flatten().SelectMany(check => check.Facts).FirstOrDefault(fact => fact.Name == "timestamp"));
    }

    [Theory]
    [InlineData("ImageSignCertificateChain", "", "IMGSIGN3011")]
    [InlineData("ImageSignCertificateChain", "missing.pem", "IMGSIGN3012")]
    [InlineData("ImageSignTimestampUrl", "http://localhost:1/", "IMGSIGN3014")]
    [InlineData("ImageSignTimestampRoot", "root.pem", "IMGSIGN3014")]
    [InlineData("ImageSignFormats", "sigstore", "IMGSIGN1006")]
    public async Task Whose_settings_do_not_fit_together_fails_the_publish(string property, string value, string code)
    {
        await using var pushed = await StartAsync("notary-jws");
        pushed.Publish.Properties[property] = value;
        pushed.Publish.Publish().ShouldFailWith(code);
        Assert.DoesNotContain(pushed.Registry.Requests.All, request => request.Method is "PUT" or "POST");
    }

    private static async Task<PushedImages> StartAsync(string format)
    {
        var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties["ImageSignKey"] = Key;
        pushed.Publish.Properties["ImageSignFormats"] = format;
        pushed.Publish.Properties["ImageSignCertificateChain"] = Chain;
        return pushed;
    }

    private static async Task<Verdict> ShouldBeTrustedAsync(PushedImages pushed, string policy)
    {
        var request = new VerifyRequest(ImageReference.Parse(pushed.Reference("1")))
        {
            PolicyFile = Vectors.PathOf($"notation/config/policies/{policy}.json"),
            TrustStoreDirectory = Vectors.PathOf("notation/config/truststore"),
            Scope = "local/test",
            Revocation = ImageSign.Trust.VerificationAction.Skip,
        };
        var verdict = (await new ImageVerifier(NoPassword.Engine()).VerifyAsync(request, TestContext.Current.CancellationToken)).Verdict;
        Assert.True(verdict.Outcome == VerdictOutcome.Trusted, verdict.Root.Reason);
        return verdict;
    }
}
