using System.Text.Json.Nodes;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>Real publishes to each place that the SDK has, for one platform and two where it can, under one tag and two.</summary>
[Collection(RealPackage.Name)]
public sealed class EveryPlace(MatrixApp app) : IClassFixture<MatrixApp>
{
    private const string Repository = "team/console";

    [Theory]
    [InlineData(false, "1")]
    [InlineData(false, "1;latest")]
    [InlineData(true, "1")]
    [InlineData(true, "1;latest")]
    public async Task A_registry_has_the_image_signed(bool multi, string tags)
    {
        var images = await app.PublishAsync(multi, ("ContainerRegistry", app.Host), ("ContainerImageTags", tags), ("ImageSignFormats", "sigstore;cosign"));

        Assert.Equal(multi ? 3 : 1, images.Count);
        foreach (var image in images)
        {
            foreach (var reference in Tags(image).Select(tag => $"{app.Host}/{Repository}:{tag}").Append(Reference(image)))
            {
                await VerifiedImages.ShouldBeSignedAsync(reference, app.PublicKey, "sigstore", "cosign");
            }

            await Cosign.ShouldAcceptAsync(Reference(image), app.PublicKey);
        }
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(false, "1;latest")]
    [InlineData(true, "1")]
    [InlineData(true, "1;latest")]
    public async Task An_OCI_archive_has_a_bundle_and_loads_as_before(bool multi, string tags)
    {
        var image = Assert.Single(await app.PublishAsync(multi, ("ContainerArchiveOutputPath", "out/oci.tar"), ("ContainerImageFormat", "OCI"), ("ContainerImageTags", tags)))!;

        Assert.Equal($"oci-archive:{app.PathOf("out/oci.tar")}@{image["digest"]}", Reference(image));
        await ShouldHaveBundleAsync(image);
        // Podman refuses an index.json with several entries, which the SDK writes for several tags.
        if (Tags(image) is [var only]) await PodmanStorage.RunAsync("load", "-q", "-i", app.PathOf("out/oci.tar"));
        else foreach (var tag in Tags(image)) await PodmanStorage.RunAsync("pull", "-q", $"oci-archive:{app.PathOf("out/oci.tar")}:{tag}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1;latest")]
    public async Task A_docker_archive_has_a_bundle_and_loads_as_before(string tags)
    {
        var image = Assert.Single(await app.PublishAsync(multi: false, ("ContainerArchiveOutputPath", "out/"), ("ContainerImageFormat", "Docker"), ("ContainerImageTags", tags)))!;

        Assert.Equal($"docker-archive:{app.PathOf("out/team/console.tar.gz")}@{image["digest"]}", Reference(image));
        await ShouldHaveBundleAsync(image);
        await PodmanStorage.RunAsync("load", "-q", "-i", app.PathOf("out/team/console.tar.gz"));
        foreach (var tag in Tags(image)) Assert.Equal(image["digest"]!.GetValue<string>(), await IdAsync(tag));
    }

    [Fact]
    public async Task A_docker_archive_that_is_signed_inside_stays_signed_in_the_engine_that_loads_it()
    {
        var image = Assert.Single(await app.PublishAsync(multi: false, ("ContainerArchiveOutputPath", "out/inside.tar"), ("ContainerImageFormat", "Docker"), ("ImageSignFormats", "embedded")))!;
        await VerifiedImages.ShouldBeSignedAsync(Reference(image), app.PublicKey, "embedded");
        await PodmanStorage.RunAsync("load", "-q", "-i", app.PathOf("out/inside.tar"));

        foreach (var tag in Tags(image)) await VerifiedImages.ShouldBeSignedAsync($"podman:{Repository}:{tag}@{image["digest"]}", app.PublicKey, "embedded");
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(false, "1;latest")]
    [InlineData(true, "1")]
    [InlineData(true, "1;latest")]
    public async Task Podman_has_the_image_signed_inside_under_every_tag_and_it_stays_so_where_it_is_pushed(bool multi, string tags)
    {
        (string, string)[] engine = multi ? [("LocalRegistry", "Podman")] : [];
        var images = await app.PublishAsync(multi, [.. engine, ("ContainerImageTags", tags)]);

        Assert.Equal(multi ? ["linux-x64", "linux-arm64"] : [""], images.Select(image => string.Join('-', Tags(image)[0].Split('-')[1..])));
        foreach (var image in images)
        {
            Assert.NotEqual(image!["digest"]!.GetValue<string>(), image["replaces"]!.GetValue<string>());
            Assert.Equal(tags.Split(';').Length, Tags(image).Count);
            await VerifiedImages.ShouldBeSignedAsync(Reference(image), app.PublicKey, "embedded");
            foreach (var tag in Tags(image))
            {
                Assert.Equal(image["digest"]!.GetValue<string>(), await IdAsync(tag));
                await PodmanStorage.RunAsync("push", "-q", "--tls-verify=false", $"localhost/{Repository}:{tag}", $"docker://{app.Host}/pushed:{tag}");
                await VerifiedImages.ShouldBeSignedAsync($"{app.Host}/pushed:{tag}", app.PublicKey, "embedded");
            }
        }
    }

    [Fact]
    public async Task Docker_has_the_image_signed_inside_under_every_tag()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The double of Docker is a shell script.");
        using var directory = new TemporaryDirectory();
        var docker = DockerDouble.Create(directory.Path);
        var path = $"{docker.Directory}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        var image = Assert.Single(await app.PublishAsync(multi: false, new Dictionary<string, string?> { ["PATH"] = path }))!;

        Assert.StartsWith("docker-daemon:", Reference(image), StringComparison.Ordinal);
        foreach (var tag in Tags(image)) Assert.Equal(image["digest"]!.GetValue<string>(), docker.Find($"{Repository}:{tag}"));
        await VerifiedImages.ShouldBeSignedAsync($"docker-archive:{docker.ArchiveOf(image["digest"]!.GetValue<string>())}", app.PublicKey, "embedded");
    }

    private async Task ShouldHaveBundleAsync(JsonNode image)
    {
        await VerifiedImages.ShouldBeSignedAsync(Reference(image), app.PublicKey, "detached");
        await Cosign.ShouldAcceptFileAsync(image["archive"]!.GetValue<string>(), app.PublicKey);
    }

    private static async Task<string> IdAsync(string tag) => $"sha256:{await PodmanStorage.RunAsync("image", "inspect", "--format", "{{.Id}}", $"localhost/{Repository}:{tag}")}";

    private static string Reference(JsonNode? image) => image!["reference"]!.GetValue<string>();

    private static IReadOnlyList<string> Tags(JsonNode? image) => [.. image!["tags"]!.AsArray().Select(tag => tag!.GetValue<string>())];
}
