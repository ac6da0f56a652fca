using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Stores.Archive;

public sealed class RewritingAnArchive : IDisposable
{
    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_signers_at_once_all_survive_in_an_OCI_archive()
    {
        var path = Copy("skopeo-oci.tar");
        var subject = await ResolveAsync(path);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(
            async () =>
            {
                await using var store = new OciArchiveStore(path);
                await store.WriteBlobAsync(ManifestWriter.EmptyConfig, ManifestWriter.EmptyJson, Cancelled);
                await store.AttachReferrerAsync(Referrer(subject, number), Cancelled);
                await store.AttachToSharedTagAsync(subject.Digest, ".sig", Signature(number), Cancelled);
            },
            Cancelled)));

        await using var reader = new OciArchiveStore(path);
        var referrers = await reader.ListReferrersAsync(subject.Digest, Cancelled).ToListAsync(Cancelled);
        Assert.Equal(8, referrers.Count);
        foreach (var referrer in referrers)
        {
            var manifest = Assert.IsType<ImageManifest>(await reader.ReadManifestAsync(referrer, Cancelled));
            Assert.Equal(ManifestWriter.EmptyJson, await reader.ReadBlobAsync(manifest.Layers[0], 10, Cancelled));
        }

        Assert.Equal(8, Assert.IsType<ImageManifest>(await reader.ReadSharedTagAsync(subject.Digest, ".sig", Cancelled)).Layers.Count);
        Assert.Equal(subject.Digest, (await ResolveAsync(path)).Digest);
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.tmp"));
    }

    [Theory]
    [InlineData("podman-docker.tar")]
    [InlineData("podman-docker.tar.gz")]
    [InlineData("podman-two-images.tar")]
    [InlineData("crane-docker.tar")]
    public async Task Another_configuration_makes_another_image_under_the_same_name(string vector)
    {
        var path = Copy(vector);
        var before = await LayersAsync(path, vector);
        var config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}"u8.ToArray();
        await using (var store = new DockerArchiveStore(path))
        {
            await store.RewriteAsync(await store.OpenImageAsync(Reference(vector), Cancelled), config, Cancelled);
        }

        await using var reader = new DockerArchiveStore(path);
        var image = await reader.OpenImageAsync(Reference(vector), Cancelled);

        Assert.Equal(config, image.Config.ToArray());
        Assert.Equal(before, await LayersAsync(path, vector));
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.tmp"));
    }

    [Fact]
    public async Task The_other_images_stay_as_they_are()
    {
        var path = Copy("podman-two-images.tar");
        await using (var store = new DockerArchiveStore(path))
        {
            await store.RewriteAsync(await store.OpenImageAsync(Reference("podman-two-images.tar"), Cancelled), "{}"u8.ToArray(), Cancelled);
        }

        await using var reader = new DockerArchiveStore(path);
        var other = await reader.OpenImageAsync(ImageReference.Parse("docker-archive:x:second:2"), Cancelled);
        Assert.Equal(Digest.Parse("sha256:97c4bedacbd81889bdc55aacd58082777584cc4df7c379680b7e3011709b2f96"), other.Digest);
    }

    [Fact]
    public async Task Cancelled_before_the_end_the_old_file_is_untouched()
    {
        var path = Copy("podman-docker.tar");
        var before = await File.ReadAllBytesAsync(path, Cancelled);
        await using var store = new DockerArchiveStore(path);
        var image = await store.OpenImageAsync(Reference("podman-docker.tar"), Cancelled);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.RewriteAsync(image, "{}"u8.ToArray(), new CancellationToken(canceled: true)));

        Assert.Equal(before, await File.ReadAllBytesAsync(path, Cancelled));
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.tmp"));
    }

    public void Dispose() => _directory.Dispose();

    private static ImageReference Reference(string vector) => ImageReference.Parse(vector.StartsWith("crane", StringComparison.Ordinal) ? "docker-archive:x" : "docker-archive:x:python-test:latest");

    private static async Task<List<byte[]>> LayersAsync(string path, string vector)
    {
        await using var store = new DockerArchiveStore(path);
        var image = await store.OpenImageAsync(Reference(vector), Cancelled);
        var layers = new List<byte[]>();
        await image.VisitLayersAsync(
            async (_, content) =>
            {
                using var buffer = new MemoryStream();
                await content.CopyToAsync(buffer, Cancelled);
                layers.Add(buffer.ToArray());
            },
            Cancelled);
        return layers;
    }

    private static async Task<Descriptor> ResolveAsync(string path)
    {
        await using var store = new OciArchiveStore(path);
        return (await store.ResolveAsync(ImageReference.Parse("oci-archive:x"), Cancelled)).Descriptor;
    }

    private static ImageManifest Referrer(Descriptor subject, int number) => ManifestWriter.Artifact(
        ManifestWriter.EmptyConfig, [ManifestWriter.EmptyConfig], "application/vnd.example", subject, new Dictionary<string, string> { ["number"] = $"{number}" });

    private static ImageManifest Signature(int number) => ManifestWriter.Artifact(
        ManifestWriter.EmptyConfig,
        [Descriptor.Of(MediaTypes.SimpleSigning, "{}"u8) with { Annotations = new Dictionary<string, string> { ["signature"] = $"{number}" } }],
        artifactType: null,
        subject: null,
        Descriptor.EmptyAnnotations);

    private string Copy(string vector)
    {
        var path = _directory.File(vector);
        File.Copy(Vectors.PathOf($"archives/{vector}"), path);
        return path;
    }
}
