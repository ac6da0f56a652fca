using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class ASingleImage
{
    private static readonly TestImage Image = TestImages.Build();

    [Fact]
    public async Task Is_signed_by_its_digest_and_reported()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1", "latest");
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Empty(outcome.Log.Warnings);
        var signed = Assert.Single(outcome.SignedImages);
        Assert.Equal(pushed.Reference(Image.Digest), signed.EvaluatedInclude);
        Assert.Equal(
            [pushed.Registry.Host, "team/app", "1;latest", Image.Digest, Image.MediaType, $"{Image.Size}", "linux/amd64", "", "sigstore"],
            new[] { "Registry", "Repository", "Tags", "Digest", "MediaType", "Size", "Platform", "Archive", "Formats" }.Select(signed.GetMetadataValue));
        Assert.Matches("^sha256:[0-9a-f]{64}$", signed.GetMetadataValue("SignatureDigests"));
        Assert.Matches("^sha256:[0-9a-f]{64}$", signed.GetMetadataValue("KeyId"));
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, pushed.PublicKey, "sigstore");
    }

    [Fact]
    public async Task Is_signed_in_every_format_that_the_project_names()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Properties["ImageSignFormats"] = "sigstore; cosign";
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal("sigstore;cosign", outcome.SignedImages[0].GetMetadataValue("Formats"));
        await VerifiedImages.ShouldBeSignedAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore", "cosign");
    }

    [Fact]
    public async Task Carries_the_project_s_annotations()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Items.Add(("ImageSignAnnotation", "build", [("Value", "4711; 100%")]));
        pushed.Publish.Publish().ShouldSucceed();

        var verdict = await VerifiedImages.VerifyAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore", ("build", "4711; 100%"));
        Assert.True(verdict.Root.Passed, verdict.Root.Reason);
    }

    [Fact]
    public async Task Carries_the_expiry()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Properties["ImageSignExpiresIn"] = "1s";
        pushed.Publish.Publish().ShouldSucceed();
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        var verdict = await VerifiedImages.VerifyAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore");
        Assert.Contains(verdict.Root.Flatten(), check => check.Code == ErrorCodes.Expired);
    }

    [Fact]
    public async Task Is_signed_as_itself_when_another_publish_has_taken_its_tag()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1", "latest");
        var other = TestImages.Build(new TestImageOptions { Env = ["OTHER=1"] });
        pushed.Registry.Content.PutImage("team/app", other, "latest");
        var outcome = pushed.Publish.Publish();

        outcome.ShouldWarnOnlyOf("IMGSIGN7004");
        Assert.Contains(other.Digest, outcome.Log.Warnings[0].Message, StringComparison.Ordinal);
        await VerifiedImages.ShouldBeSignedAsync(pushed.Reference(Image.Digest), pushed.PublicKey, "sigstore");
        await VerifiedImages.ShouldNotBeSignedAsync(pushed.Reference("latest"), pushed.PublicKey);
    }
}
