using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Packages;

[Collection(RealPackage.Name)]
public sealed class SignedBeforeTagged(PackedPackage package)
{
    [Fact]
    public async Task A_tag_that_cannot_be_written_stays_and_the_error_says_which_one_moved()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        registry.Content.PutImage("team/console", TestImages.MinimalBase(), "1", "latest");
        using var app = await ConsumerApp.CreateAsync(package, "console", ("ImageSignBeforeTag", "true"), ("ImageSignResultFile", "signed.json"));
        registry.Faults.Add(On.Put("*/team/console/manifests/latest"), new StatusCodeFault(403));

        var result = await app.PublishAsync(registry.Host);

        Assert.False(result.Succeeded);
        Assert.Contains("IMGSIGN7018", result.Output, StringComparison.Ordinal);
        Assert.Contains("image: 1; tags that were left alone: latest; pending tags that are left over: imagesign-pending-", result.Output, StringComparison.Ordinal);
        Assert.Equal(TestImages.MinimalBase().Digest, registry.Content.GetTag("team/console", "latest"));
        await VerifiedImages.ShouldBeSignedAsync(registry.Reference("team/console", "1"), app.PublicKey, "sigstore");
        Assert.False(File.Exists(Path.Combine(app.ProjectDirectory, "signed.json")));
    }
}
