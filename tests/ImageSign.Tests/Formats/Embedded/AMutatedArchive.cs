using System.Text;
using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Tests.Stores.Archive;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Embedded;

/// <summary>A file with a well-signed image in it, and something else beside that image.</summary>
public sealed class AMutatedArchive
{
    private const string EvilConfig = """{"architecture":"amd64","os":"linux","config":{"User":"root"},"rootfs":{"type":"layers","diff_ids":[]}}""";

    [Fact]
    public async Task That_is_a_layout_of_another_image_as_well_is_refused_by_either_name()
    {
        using var image = await EmbeddedImage.SignedAsync();
        var config = Descriptor.Of(MediaTypes.OciConfig, Encoding.UTF8.GetBytes(EvilConfig));
        var evil = ManifestWriter.Artifact(config, [], artifactType: null, subject: null, Descriptor.EmptyAnnotations);
        Rewrite(image, tar => tar
            .Add("oci-layout", """{"imageLayoutVersion":"1.0.0"}""")
            .Add("index.json", $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{evil.Descriptor.MediaType}}","digest":"{{evil.Descriptor.Digest}}","size":{{evil.Descriptor.Size}}}]}""")
            .Add($"blobs/sha256/{config.Digest.Hex}", EvilConfig)
            .Add($"blobs/sha256/{evil.Descriptor.Digest.Hex}", evil.Raw.ToArray()));

        (await image.VerifyAsync()).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.ArchiveRefused);
        (await new Engine().VerifyAsync($"oci-archive:{image.Path}", EmbeddedImage.Key)).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.ArchiveRefused);
    }

    [Fact]
    public async Task With_a_second_image_passes_by_no_name_but_that_of_the_signed_one()
    {
        using var image = await EmbeddedImage.SignedAsync();
        AddImage(image, "localhost/evil:1");

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => image.VerifyAsync());

        Assert.Equal(ErrorCodes.AmbiguousImage, refusal.Code);
        (await new Engine().VerifyAsync($"{image.Reference}:localhost/evil:1", EmbeddedImage.Key)).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
        var verdict = await new Engine().VerifyAsync($"{image.Reference}:localhost/app:1", EmbeddedImage.Key);
        verdict.MustBeTrusted();
        var others = Assert.Single(verdict.Verdict.Root.Children, check => check.Id == CheckIds.OtherImages);
        Assert.Equal((CheckOutcome.Skip, "not verified: :localhost/evil:1"), (others.Outcome, others.Reason));
    }

    [Fact]
    public async Task With_a_second_image_of_the_same_name_passes_by_no_name()
    {
        using var image = await EmbeddedImage.SignedAsync();
        AddImage(image, "localhost/app:1");

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync($"{image.Reference}:localhost/app:1", EmbeddedImage.Key));

        Assert.Equal((ErrorCodes.AmbiguousImage, true), (refusal.Code, refusal.Code.Undecided));
    }

    [Fact]
    public async Task With_a_second_manifest_behind_the_first_is_refused()
    {
        using var image = await EmbeddedImage.SignedAsync();
        var name = $"{Digest.Of(Encoding.UTF8.GetBytes(EvilConfig)).Hex}.json";
        var evil = JsonSerializer.Serialize(new[] { new { Config = name, RepoTags = new[] { "localhost/app:1" }, Layers = Array.Empty<string>() } });
        Rewrite(image, tar => tar.Add(name, EvilConfig).Add("./manifest.json", evil));

        (await image.VerifyAsync()).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.ArchiveRefused);
    }

    private static void AddImage(EmbeddedImage image, string tag)
    {
        var files = TarFiles.Read(image.Path);
        var name = $"{Digest.Of(Encoding.UTF8.GetBytes(EvilConfig)).Hex}.json";
        var signed = JsonSerializer.Deserialize<JsonElement[]>(files["manifest.json"])!;
        var evil = JsonSerializer.SerializeToElement(new { Config = name, RepoTags = new[] { tag }, Layers = Array.Empty<string>() });
        files["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(signed.Append(evil));
        files[name] = Encoding.UTF8.GetBytes(EvilConfig);
        TarFiles.Write(image.Path, files);
    }

    private static void Rewrite(EmbeddedImage image, Func<TestTar, TestTar> more) => more(TarFiles.Tar(TarFiles.Read(image.Path))).Write(image.Path);
}
