using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Images;
using ImageSign.Verification;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary><c>ImageSignConfig</c>, in each kind of place.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class ADescribedImage
{
    private static readonly TestImage Oci = TestImages.Build(new TestImageOptions { User = "app", WorkingDir = "/app" });
    private static readonly TestImage Docker = TestImages.Build(new TestImageOptions { User = "app", WorkingDir = "/app", Docker = true });

    [Fact]
    public async Task In_a_registry_is_bound_to_its_description()
    {
        await using var pushed = await PushedImages.StartAsync(Oci, "1");
        await ShouldBeBoundAsync(pushed.Publish, pushed.PublicKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("embedded")]
    public async Task In_an_archive_is_bound_to_its_description(string formats)
    {
        using var archive = new ArchivedImage(Docker);
        archive.Publish.Properties["ImageSignFormats"] = formats;
        await ShouldBeBoundAsync(archive.Publish, archive.PublicKey);
    }

    [Fact]
    public async Task That_is_described_otherwise_is_not_signed()
    {
        await using var pushed = await PushedImages.StartAsync(Oci, "1");
        Describe(pushed.Publish, "root");
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN1028");
        Assert.DoesNotContain(pushed.Registry.Requests.All, request => request.Method is "PUT" or "POST");
    }

    private static async Task ShouldBeBoundAsync(FakePublish publish, string publicKey)
    {
        Describe(publish, "app");
        var outcome = publish.Publish();
        outcome.ShouldSucceed();
        var other = publish.Write("other.yaml", "user: app\n");
        Assert.Equal(VerdictOutcome.Trusted, await VerifyAsync(outcome.SignedImages[0].EvaluatedInclude, publicKey, publish.PathOf("image.yaml")));
        Assert.Equal(VerdictOutcome.NotTrusted, await VerifyAsync(outcome.SignedImages[0].EvaluatedInclude, publicKey, other));
    }

    private static void Describe(FakePublish publish, string user)
    {
        publish.Write("image.yaml", $"user: {user}\nworkdir: /app\n");
        publish.Properties["ImageSignConfig"] = "image.yaml";
    }

    private static async Task<VerdictOutcome> VerifyAsync(string image, string publicKey, string description)
    {
        var request = new VerifyRequest(ImageReference.Parse(image)) { Keys = [KeyReference.Parse(publicKey)], ConfigFile = description };
        return (await new ImageVerifier(NoPassword.Engine()).VerifyAsync(request, TestContext.Current.CancellationToken)).Verdict.Outcome;
    }
}
