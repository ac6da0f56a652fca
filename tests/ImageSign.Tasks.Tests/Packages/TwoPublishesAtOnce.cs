using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Packages;

[Collection(RealPackage.Name)]
public sealed class TwoPublishesAtOnce(PackedPackage package)
{
    [Fact]
    public async Task To_one_tag_each_sign_their_own_image()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        using var first = await ConsumerApp.CreateAsync(package, "console", ("ImageSignResultFile", "signed.json"));
        using var second = await ConsumerApp.CreateAsync(package, "console", ("ImageSignResultFile", "signed.json"));
        ConsumerApp[] apps = [first, second];

        var published = await Task.WhenAll(apps.Select(app => app.PublishAsync(registry.Host)));

        Assert.All(published, result => result.EnsureSuccess());
        foreach (var app in apps)
        {
            var reference = PublishSchema.Read(Path.Combine(app.ProjectDirectory, "signed.json"))["images"]![0]!["reference"]!.GetValue<string>();
            await VerifiedImages.ShouldBeSignedAsync(reference, app.PublicKey, "sigstore");
            await VerifiedImages.ShouldNotBeSignedAsync(reference, apps.Single(other => other != app).PublicKey);
        }
    }
}
