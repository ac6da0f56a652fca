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

    [Theory]
    [InlineData("linux-musl-x64;linux-arm64", "1-linux-musl-x64;latest-linux-musl-x64", "1-linux-arm64;latest-linux-arm64")]
    [InlineData("linux-arm64;linux-x64", "", "")]
    [InlineData("linux-x64;linux-arm64;linux-arm", "", "")]
    [InlineData("win-x64;linux-arm64", "", "1-linux-arm64;latest-linux-arm64")]
    [InlineData("any;linux-arm64", "", "1-linux-arm64;latest-linux-arm64")]
    public async Task Claims_for_a_platform_image_only_tags_that_it_surely_has(string runtimeIdentifiers, string amd64, string arm64)
    {
        await using var pushed = await StartAsync(runtimeIdentifiers);
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal(["1;latest", amd64, arm64], outcome.SignedImages.Select(image => image.GetMetadataValue("Tags")));
    }

    private static async Task<PushedImages> StartAsync(string runtimeIdentifiers)
    {
        var pushed = await PushedImages.StartAsync(Index, "1", "latest");
        pushed.Publish.Properties["RuntimeIdentifiers"] = runtimeIdentifiers;
        pushed.Publish.Properties["ImageSignFormats"] = "sigstore;cosign";
        return pushed;
    }
}
