using System.Text.Json.Nodes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>What <c>dotnet new</c> makes, published with the real package: the engine and the real cosign agree on everything that was pushed.</summary>
[Collection(RealPackage.Name)]
public sealed class ARealPublish(PackedPackage package)
{
    [Theory]
    [InlineData("console", RegistryKind.InProcess)]
    [InlineData("web", RegistryKind.DockerRegistry)]
    public async Task Of_a_new_app_is_signed(string template, RegistryKind kind)
    {
        await using var registry = await PublishRegistry.StartAsync(kind);
        using var app = await ConsumerApp.CreateAsync(package, template, ("ImageSignFormats", "sigstore;cosign"), ("ImageSignResultFile", "signed.json"));
        (await app.PublishAsync(registry.Host)).EnsureSuccess();

        var image = Assert.Single(Images(app))!;
        Assert.Equal(["1", "latest"], Strings(image["tags"]!));
        await ShouldBeSignedAsync(app, $"{registry.Host}/team/{template}", image, "1", "latest");
    }

    [Theory]
    [InlineData(RegistryKind.InProcess)]
    [InlineData(RegistryKind.DockerRegistry)]
    public async Task For_two_platforms_is_signed_as_an_index_with_its_images(RegistryKind kind)
    {
        await using var registry = await PublishRegistry.StartAsync(kind);
        using var app = await ConsumerApp.CreateAsync(
            package, "console", ("RuntimeIdentifiers", "linux-x64;linux-arm64"), ("ImageSignFormats", "sigstore;cosign"), ("ImageSignResultFile", "signed.json"));
        (await app.PublishAsync(registry.Host)).EnsureSuccess();

        var images = Images(app);
        Assert.Equal(3, images.Count);
        await ShouldBeSignedAsync(app, $"{registry.Host}/team/console", images[0]!, "1", "latest");
        await ShouldBeSignedAsync(app, $"{registry.Host}/team/console", images[1]!, "1-linux-x64", "latest-linux-x64");
        await ShouldBeSignedAsync(app, $"{registry.Host}/team/console", images[2]!, "1-linux-arm64", "latest-linux-arm64");
    }

    private static async Task ShouldBeSignedAsync(ConsumerApp app, string repository, JsonNode image, params string[] tags)
    {
        Assert.Equal(tags, Strings(image["tags"]!));
        foreach (var reference in tags.Select(tag => $"{repository}:{tag}").Append($"{repository}@{image["digest"]}"))
        {
            await VerifiedImages.ShouldBeSignedAsync(reference, app.PublicKey, "sigstore", "cosign");
            await Cosign.ShouldAcceptAsync(reference, app.PublicKey);
        }
    }

    private static JsonArray Images(ConsumerApp app) => PublishSchema.Read(Path.Combine(app.ProjectDirectory, "signed.json"))["images"]!.AsArray();

    private static IEnumerable<string> Strings(JsonNode array) => array.AsArray().Select(item => item!.GetValue<string>());
}
