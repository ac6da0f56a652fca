using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Inspecting;

/// <summary>Whatever sign leaves and verify finds, inspect shows, wherever the image is.</summary>
public sealed class WhatInspectShows
{
    private static readonly Engine Engine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_docker_archive_is_the_bundle_beside_it_and_the_signature_in_it()
    {
        using var image = EmbeddedImage.Create().Write();
        Assert.Empty((await InspectAsync(image.Reference)).Artifacts);

        await Engine.SignAsync(image.Reference, EmbeddedImage.Key, "embedded", Production);
        await Engine.SignAsync(image.Reference, EmbeddedImage.Key, with: request => request with { Formats = [] });

        var shown = await InspectAsync(image.Reference);
        Assert.Equal(["embedded", "detached"], shown.Artifacts.Select(artifact => artifact.Kind));
        Assert.All(shown.Artifacts, artifact => Assert.True(artifact.IsSignature && artifact.Problem is null, artifact.Problem));
        Assert.EndsWith(".sigstore.json", shown.Artifacts[1].Where, StringComparison.Ordinal);
        SaysProduction(shown.Artifacts[0]);
        Assert.Equal(MediaTypes.OciConfig, shown.Subject.MediaType);
        Assert.Equal(shown.Subject.Digest, shown.Image.Digest);
    }

    [Theory, InlineData("oci"), InlineData("oci-archive")]
    public async Task Of_an_image_in_files_is_the_signature_in_it(string transport)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        using var directory = new TempDirectory();
        var place = $"{transport}:{directory.File("app")}:1";
        await new ImageCopier(Engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(registry.Reference("app", "1")), ImageReference.Parse(place)), Cancelled);
        await Engine.SignAsync(place, EmbeddedImage.Key, "embedded", Production);

        SaysProduction(Assert.Single((await InspectAsync(place)).Artifacts, artifact => artifact.Kind == "embedded"));
    }

    [Fact]
    public async Task Of_an_oci_archive_is_the_bundle_beside_it_too()
    {
        using var directory = new TempDirectory();
        var path = directory.File("app.tar");
        File.Copy(Vectors.PathOf("archives/podman-oci.tar"), path);
        await Engine.SignAsync($"oci-archive:{path}", EmbeddedImage.Key, with: request => request with { Formats = [], BundleFile = $"{path}.sigstore.json" });

        Assert.Equal("detached", Assert.Single((await InspectAsync($"oci-archive:{path}")).Artifacts).Kind);
    }

    [Fact]
    public async Task Of_an_image_in_a_registry_is_the_signature_in_it_and_those_attached_to_it()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        await Engine.SignAsync(registry.Reference("app", "1"), EmbeddedImage.Key, with: request => Production(request) with { Formats = ["embedded", "sigstore"] });

        var shown = await InspectAsync(registry.Reference("app", "1"));

        Assert.Equal(["embedded", "sigstore"], shown.Artifacts.Select(artifact => artifact.Kind).Order());
        Assert.All(shown.Artifacts, SaysProduction);
    }

    [Fact]
    public async Task Of_a_spoilt_bundle_is_why_it_cannot_be_read()
    {
        using var image = EmbeddedImage.Create().Write();
        File.WriteAllText($"{image.Path}.sigstore.json", "{");

        Assert.NotNull(Assert.Single((await InspectAsync(image.Reference)).Artifacts).Problem);
    }

    private static SignRequest Production(SignRequest request) => request with { Annotations = new Dictionary<string, string> { ["env"] = "prod" } };

    private static void SaysProduction(InspectedArtifact artifact)
    {
        Assert.Contains(artifact.Facts, fact => fact is { Name: "annotation:env", Value: "prod" });
        Assert.DoesNotContain(artifact.Facts, fact => fact.Signed);
        Assert.NotEmpty(artifact.Readers);
    }

    private static Task<InspectResult> InspectAsync(string image) => new ImageInspector(Engine.Options).InspectAsync(ImageReference.Parse(image), Cancelled);
}
