using System.Security.Cryptography;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Archive;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Stores.Archive;

public sealed class AnArchiveFromAPeer
{
    private const string Podman = "sha256:15d20dc20b2d90621859e922cd7950b6c66b28ac1e56b6a42d2f5e9f7f3d4a71";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("podman-docker.tar", "", Podman, 1)]
    [InlineData("podman-docker.tar", ":python-test", Podman, 1)]
    [InlineData("podman-docker.tar", ":localhost/python-test:latest", Podman, 1)]
    [InlineData("podman-docker.tar.gz", "", Podman, 1)]
    [InlineData("podman-two-images.tar", ":second:2", "sha256:97c4bedacbd81889bdc55aacd58082777584cc4df7c379680b7e3011709b2f96", 2)]
    [InlineData("podman-two-images.tar", "@" + Podman, Podman, 1)]
    [InlineData("skopeo-docker.tar", ":python-test:latest", Podman, 1)]
    [InlineData("skopeo-docker.tar", ":docker.io/library/python-test", Podman, 1)]
    [InlineData("crane-docker.tar", ":crane.example/app:1", "sha256:08a5ae85c4198e9ed328fb56a477b3015f6b9e05cabf096ecf41c952185e3714", 1)]
    public async Task A_docker_archive_gives_the_configuration_and_every_layer(string file, string reference, string id, int layers)
    {
        await using var store = new DockerArchiveStore(Vectors.PathOf($"archives/{file}"));

        var image = await store.OpenImageAsync(ImageReference.Parse($"docker-archive:x{reference}"), Cancelled);

        Assert.Equal(Digest.Parse(id), image.Digest);
        Assert.Equal(Digest.Of(image.Config.Span), image.Digest);
        Assert.Equal(layers, image.LayerCount);
        Assert.Equal(Enumerable.Range(0, layers), (await LayersAsync(image)).Keys.Order());
    }

    [Theory]
    [InlineData("podman-two-images.tar", "", "AmbiguousImage")]
    [InlineData("podman-docker.tar", ":evil.example/python-test:latest", "ImageNotFound")]
    [InlineData("podman-docker.tar", ":attacker/python-test:latest", "ImageNotFound")]
    [InlineData("podman-docker.tar", ":python-test:2", "ImageNotFound")]
    [InlineData("skopeo-docker.tar", ":localhost/python-test:latest", "ImageNotFound")]
    [InlineData("podman-oci.tar", "", "ArchiveUnreadable")]
    public async Task An_image_is_found_by_its_whole_name_only(string file, string reference, string code)
    {
        await using var store = new DockerArchiveStore(Vectors.PathOf($"archives/{file}"));

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => store.OpenImageAsync(ImageReference.Parse($"docker-archive:x{reference}"), Cancelled));

        Assert.Equal(typeof(ErrorCodes).GetField(code)!.GetValue(null), refusal.Code);
    }

    [Theory]
    [InlineData("podman-oci.tar", "")]
    [InlineData("podman-oci.tar", ":latest")]
    [InlineData("podman-oci.tar", ":localhost/python-test:latest")]
    [InlineData("skopeo-oci.tar", "")]
    [InlineData("skopeo-oci.tar", ":1")]
    public async Task An_OCI_archive_gives_manifest_and_blobs(string file, string reference)
    {
        await using var store = new OciArchiveStore(Vectors.PathOf($"archives/{file}"));

        var manifest = Assert.IsType<ImageManifest>(await store.ResolveAsync(ImageReference.Parse($"oci-archive:x{reference}"), Cancelled));

        Assert.Equal(manifest.Config!.Size, (await store.ReadBlobAsync(manifest.Config, Limits.MaxConfigBytes, Cancelled)).Length);
        await using var layer = await store.OpenBlobAsync(manifest.Layers[0], Cancelled);
        await SHA256.HashDataAsync(layer, Cancelled);
    }

    private static async Task<Dictionary<int, Digest>> LayersAsync(IImageContent image)
    {
        var layers = new Dictionary<int, Digest>();
        await image.VisitLayersAsync(
            async (positions, content) =>
            {
                var digest = Digest.FromHash(await SHA256.HashDataAsync(content, Cancelled));
                foreach (var position in positions) layers.Add(position, digest);
            },
            Cancelled);
        return layers;
    }
}
