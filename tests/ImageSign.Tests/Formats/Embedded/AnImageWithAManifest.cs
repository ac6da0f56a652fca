using ImageSign.Oci;
using ImageSign.Stores.Layout;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Embedded;

public sealed class AnImageWithAManifest
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_a_registry_gets_its_signature_before_the_tag_moves(bool docker)
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = TestImages.Build(new TestImageOptions { Docker = docker });
        registry.Content.PutImage("app", image, "1");
        var reference = registry.Reference("app", "1");
        var engine = new Engine();

        var signed = await engine.SignAsync(reference, EmbeddedImage.Key, "embedded");

        Assert.Equal(image.Digest, signed.Subjects[0].Replaces.ToString());
        Assert.Equal(registry.Content.GetTag("app", "1"), signed.Subjects[0].Descriptor.Digest.ToString());
        (await engine.VerifyAsync(reference, EmbeddedImage.Key)).MustBeTrusted();
        (await engine.VerifyAsync(reference, EmbeddedImage.Key, request => request with { Formats = ["embedded"] })).MustBeTrusted();
        var last = registry.Requests.All.Last(request => request.Method == "PUT");
        Assert.EndsWith("/manifests/1", last.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_signatures_by_digest_is_not_embedded_into()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        var engine = new Engine();
        await engine.SignAsync(registry.Reference("app", "1"), EmbeddedImage.Key);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(registry.Reference("app", "1"), EmbeddedImage.Key, "embedded"));

        Assert.Equal(ErrorCodes.SignaturesWouldBeOrphaned, refusal.Code);
    }

    [Fact]
    public async Task Signed_in_two_formats_has_the_second_over_what_the_first_made()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        var engine = new Engine();

        await engine.SignAsync(registry.Reference("app", "1"), EmbeddedImage.Key, "embedded", request => request with { Formats = ["sigstore", "embedded"] });

        (await engine.VerifyAsync(registry.Reference("app", "1"), EmbeddedImage.Key, request => request with { Formats = ["sigstore", "embedded"] })).MustBeTrusted();
    }

    [Fact]
    public async Task In_a_layout_keeps_its_tag()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        using var directory = new TempDirectory();
        var engine = new Engine();
        var reference = $"oci:{directory.File("layout")}:1";
        await new ImageCopier(engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(registry.Reference("app", "1")), ImageReference.Parse(reference)), Cancelled);

        var signed = await engine.SignAsync(reference, EmbeddedImage.Key, "embedded");

        (await engine.VerifyAsync(reference, EmbeddedImage.Key)).MustBeTrusted();
        await using var store = new LayoutStore(directory.File("layout"));
        Assert.Equal(signed.Subjects[0].Descriptor.Digest, (await store.ResolveAsync(ImageReference.Parse(reference), Cancelled)).Descriptor.Digest);
    }

    [Fact]
    public async Task Whose_layers_were_swapped_under_the_signed_configuration_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        var engine = new Engine();
        await engine.SignAsync(registry.Reference("app", "1"), EmbeddedImage.Key, "embedded");
        var stored = registry.Content.GetManifest("app", "1")!;
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(stored.Bytes)!;
        var evil = EmbeddedImage.Gzip(EmbeddedImage.Layer("evil"));
        manifest["layers"]![0]!["digest"] = registry.Content.PutBlob("app", evil);
        manifest["layers"]![0]!["size"] = evil.Length;
        registry.Content.PutManifest("app", "1", System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()), stored.MediaType);

        (await engine.VerifyAsync(registry.Reference("app", "1"), EmbeddedImage.Key)).MustNotBeTrusted(CheckIds.Layers, ErrorCodes.LayerMismatch);
    }

    [Fact]
    public async Task That_is_an_index_is_not_embedded_into()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.MultiArch(new TestImageOptions()), "1");

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(registry.Reference("app", "1"), EmbeddedImage.Key, "embedded"));

        Assert.Equal(ErrorCodes.NotSupportedHere, refusal.Code);
    }
}
