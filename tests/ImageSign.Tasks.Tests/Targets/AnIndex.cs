using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class AnIndex
{
    private static readonly TestImage Index = TestImages.MultiArch();

    [Fact]
    public async Task Is_signed_with_all_its_platform_images()
    {
        await using var pushed = await StartAsync("linux-x64;linux-arm64");
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal(["1;latest", "1-linux-x64;latest-linux-x64", "1-linux-arm64;latest-linux-arm64"], outcome.SignedImages.Select(image => image.GetMetadataValue("Tags")));
        Assert.Equal(["", "linux/amd64", "linux/arm64"], outcome.SignedImages.Select(image => image.GetMetadataValue("Platform")));
        Assert.Equal([Index.Digest, .. Index.Children.Select(child => child.Digest)], outcome.SignedImages.Select(image => image.GetMetadataValue("Digest")));
        foreach (var image in outcome.SignedImages) await VerifiedImages.ShouldBeSignedAsync(image.EvaluatedInclude, pushed.PublicKey, "sigstore", "cosign");
    }

    [Fact]
    public async Task Claims_for_a_platform_image_only_tags_that_it_surely_has()
    {
        await using var pushed = await StartAsync("linux-arm64;linux-x64");
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal(["1;latest", "", ""], outcome.SignedImages.Select(image => image.GetMetadataValue("Tags")));
    }

    private static async Task<PushedImages> StartAsync(string runtimeIdentifiers)
    {
        var pushed = await PushedImages.StartAsync(Index, "1", "latest");
        pushed.Publish.Properties["RuntimeIdentifiers"] = runtimeIdentifiers;
        pushed.Publish.Properties["ImageSignFormats"] = "sigstore;cosign";
        return pushed;
    }
}
