using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Stores.Archive;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Copying;

public sealed class IntoAnArchive : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly Engine _engine = new();
    private TestRegistry _registry = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Path => _directory.File("app.tar");

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_new_file_holds_all_of_it_and_gives_it_back(bool multiple)
    {
        var image = await SignedImageAsync("app", multiple);

        var result = await CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:1");

        Assert.Contains("podman load", Assert.Single(result.Warnings), StringComparison.Ordinal);
        foreach (var format in (string[])["sigstore", "cosign"]) (await _engine.VerifyAsync($"oci-archive:{Path}:1", EmbeddedImage.Key, request => request with { Formats = [format], Recursive = multiple })).MustBeTrusted();
        await CopyAsync($"oci-archive:{Path}:1", _registry.Reference("back", "1"));
        Assert.Equal(image.Digest, _registry.Content.GetTag("back", "1"));
        foreach (var format in (string[])["sigstore", "cosign"]) (await _engine.VerifyAsync(_registry.Reference("back", "1"), EmbeddedImage.Key, request => request with { Formats = [format], Recursive = multiple })).MustBeTrusted();
    }

    [Fact]
    public async Task The_same_copy_again_changes_nothing()
    {
        await SignedImageAsync("app");
        await CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:1");
        var before = await File.ReadAllBytesAsync(Path, Cancelled);

        var again = await CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:1");

        Assert.Equal(0, again.Blobs);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Cancelled));
    }

    [Theory]
    [InlineData("skopeo-oci.tar")]
    [InlineData("podman-oci.tar")]
    public async Task What_an_archive_held_already_keeps_its_bytes(string vector)
    {
        File.Copy(Vectors.PathOf($"archives/{vector}"), Path);
        var before = TarFiles.Read(Path);
        var old = await ResolveOnlyAsync();
        await SignedImageAsync("app");

        await CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:new");

        var after = TarFiles.Read(Path);
        Assert.Equal(before.Where(file => file.Key != "index.json").ToDictionary(), after.Where(file => file.Key != "index.json" && before.ContainsKey(file.Key)).ToDictionary());
        await using var store = new OciArchiveStore(Path);
        Assert.Equal(old, (await store.ResolveAsync(ImageReference.Parse($"oci-archive:x@{old}"), Cancelled)).Descriptor.Digest);
        (await _engine.VerifyAsync($"oci-archive:{Path}:new", EmbeddedImage.Key)).MustBeTrusted();
    }

    [Fact]
    public async Task A_key_of_the_destination_and_a_key_of_the_source_both_verify()
    {
        var other = Testing.Pki.TestKeys.Generate(Testing.Pki.TestKeyAlgorithm.EcdsaP256);
        await SignedImageAsync("app");
        await CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:1");
        await _engine.SignAsync($"oci-archive:{Path}:1", other, "sigstore", request => request with { Attach = true });
        await _engine.SignAsync($"oci-archive:{Path}:1", other, "cosign", request => request with { Attach = true });

        await CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:1");

        foreach (var key in new[] { EmbeddedImage.Key, other })
        {
            foreach (var format in (string[])["sigstore", "cosign"]) (await _engine.VerifyAsync($"oci-archive:{Path}:1", key, request => request with { Formats = [format] })).MustBeTrusted();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_source_that_fails_on_the_way_leaves_what_was_there(bool existed)
    {
        await SignedImageAsync("app");
        if (existed) File.Copy(Vectors.PathOf("archives/skopeo-oci.tar"), Path);
        var before = existed ? await File.ReadAllBytesAsync(Path, Cancelled) : null;
        _registry.Faults.Add(On.Get("*/blobs/*"), new TruncatedBodyFault(10));

        await Assert.ThrowsAsync<ImageSignException>(() => CopyAsync(_registry.Reference("app", "1"), $"oci-archive:{Path}:1"));

        Assert.Equal(existed, File.Exists(Path));
        if (existed) Assert.Equal(before, await File.ReadAllBytesAsync(Path, Cancelled));
        Assert.Empty(Directory.GetFiles(_directory.Path, "*.tmp"));
    }

    [Fact]
    public async Task Eight_copies_at_once_are_all_in_it()
    {
        foreach (var number in Enumerable.Range(0, 8)) await SignedImageAsync($"app{number}", label: $"{number}");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => CopyAsync(_registry.Reference($"app{number}", "1"), $"oci-archive:{Path}:{number}"), Cancelled)));

        foreach (var number in Enumerable.Range(0, 8)) (await _engine.VerifyAsync($"oci-archive:{Path}:{number}", EmbeddedImage.Key)).MustBeTrusted();
    }

    [Theory]
    [InlineData("docker-archive:app.tar")]
    [InlineData("podman:app:1")]
    [InlineData("docker-daemon:app:1")]
    public async Task A_place_without_manifests_is_refused(string place)
    {
        await SignedImageAsync("app");

        var to = await Assert.ThrowsAsync<ImageSignException>(() => CopyAsync(_registry.Reference("app", "1"), place));
        var from = await Assert.ThrowsAsync<ImageSignException>(() => CopyAsync(place, _registry.Reference("app", "2")));

        Assert.Equal((ErrorCodes.NotSupportedHere, ErrorCodes.NotSupportedHere), (to.Code, from.Code));
    }

    private async Task<TestImage> SignedImageAsync(string repository, bool multiple = false, string label = "")
    {
        var options = new TestImageOptions { Labels = new Dictionary<string, string> { ["of"] = repository + label } };
        var image = _registry.Content.PutImage(repository, multiple ? TestImages.MultiArch(options) : TestImages.Build(options), "1");
        await _engine.SignAsync(_registry.Reference(repository, "1"), EmbeddedImage.Key, with: request => request with { Formats = ["sigstore", "cosign"] });
        return image;
    }

    private Task<CopyResult> CopyAsync(string source, string destination) =>
        new ImageCopier(_engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(source), ImageReference.Parse(destination)), Cancelled);

    private async Task<Digest> ResolveOnlyAsync()
    {
        await using var store = new OciArchiveStore(Path);
        return (await store.ResolveAsync(ImageReference.Parse($"oci-archive:{Path}"), Cancelled)).Descriptor.Digest;
    }
}
