using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Stores.Archive;

/// <summary>docs/decisions/0004: a signature is kept in an OCI archive, and listed there on request.</summary>
public sealed class SigningAnOciArchive : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Engine _engine = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Path => _directory.File("app.tar");

    private string Reference => $"oci-archive:{Path}";

    [Theory]
    [InlineData("podman-oci.tar")]
    [InlineData("skopeo-oci.tar")]
    public async Task By_default_every_file_that_was_there_keeps_its_bytes_and_index_json_too(string vector)
    {
        var before = Take(vector);

        var signed = await SignAsync(attach: false);

        (await _engine.VerifyAsync(Reference, EmbeddedImage.Key, request => request with { Formats = ["sigstore"] })).MustBeTrusted();
        Assert.Equal("archive, unlisted", Assert.Single(signed.Subjects[0].Signatures).Placement);
        Assert.Empty(signed.Warnings);
        Assert.Equal(before, TarFiles.Read(Path).Where(file => before.ContainsKey(file.Key)).ToDictionary());
        Assert.True(TarFiles.Read(Path).Count > before.Count);
    }

    [Theory]
    [InlineData("podman-oci.tar")]
    [InlineData("skopeo-oci.tar")]
    public async Task On_request_it_is_listed_and_what_that_costs_is_said(string vector)
    {
        var before = Take(vector);

        var signed = await SignAsync(attach: true);

        (await _engine.VerifyAsync(Reference, EmbeddedImage.Key, request => request with { Formats = ["sigstore"] })).MustBeTrusted();
        Assert.Equal("archive", Assert.Single(signed.Subjects[0].Signatures).Placement);
        Assert.Contains("podman load", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        var after = TarFiles.Read(Path);
        var index = Assert.IsType<ImageIndex>(ManifestDocument.Parse(after["index.json"], servedAs: null));
        Assert.Equal(2, index.Manifests.Count);
        Assert.Equal(before.Where(file => file.Key != "index.json").ToDictionary(), after.Where(file => file.Key != "index.json" && before.ContainsKey(file.Key)).ToDictionary());
        // It costs once.
        Assert.Empty((await SignAsync(attach: true)).Warnings);
    }

    [Fact]
    public async Task A_signature_that_only_a_listed_tag_can_hold_needs_the_request()
    {
        Take("skopeo-oci.tar");
        var before = await File.ReadAllBytesAsync(Path, Cancelled);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => _engine.SignAsync(Reference, EmbeddedImage.Key, "cosign"));

        Assert.Equal(ErrorCodes.ListingNeeded, refusal.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Cancelled));
        await _engine.SignAsync(Reference, EmbeddedImage.Key, "cosign", request => request with { Attach = true });
        (await _engine.VerifyAsync(Reference, EmbeddedImage.Key, request => request with { Formats = ["cosign"] })).MustBeTrusted();
    }

    [Fact]
    public async Task Where_nothing_can_be_listed_the_request_is_refused()
    {
        File.Copy(Vectors.PathOf("archives/podman-docker.tar"), Path);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => _engine.SignAsync($"docker-archive:{Path}", EmbeddedImage.Key, "embedded", request => request with { Attach = true }));
        var detached = await Assert.ThrowsAsync<ImageSignException>(() => _engine.SignAsync($"docker-archive:{Path}", EmbeddedImage.Key, with: request => request with { Formats = [], Attach = true }));

        Assert.Equal((ErrorCodes.NotSupportedHere, ErrorCodes.NotSupportedHere), (refusal.Code, detached.Code));
    }

    [Fact]
    public async Task A_signature_inside_makes_another_image_under_the_same_tag()
    {
        Take("skopeo-oci.tar");

        var signed = await _engine.SignAsync($"{Reference}:1", EmbeddedImage.Key, "embedded");

        (await _engine.VerifyAsync($"{Reference}:1", EmbeddedImage.Key, request => request with { Formats = ["embedded"] })).MustBeTrusted();
        await using var store = new OciArchiveStore(Path);
        Assert.Equal(signed.Subjects[0].Descriptor.Digest, (await store.ResolveAsync(ImageReference.Parse($"{Reference}:1"), Cancelled)).Descriptor.Digest);
    }

    [Fact]
    public async Task A_signature_inside_needs_the_tag_that_is_to_move()
    {
        Take("skopeo-oci.tar");
        var before = await File.ReadAllBytesAsync(Path, Cancelled);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => _engine.SignAsync(Reference, EmbeddedImage.Key, "embedded"));

        Assert.Equal(ErrorCodes.NotSupportedHere, refusal.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path, Cancelled));
    }

    [Fact]
    public async Task A_damaged_signature_that_is_signed_again_is_whole_again()
    {
        Take("skopeo-oci.tar");
        await using (var store = new OciArchiveStore(Path))
        {
            await store.WriteBlobAsync(ManifestWriter.EmptyConfig, "xx"u8.ToArray(), Cancelled);
            await store.AttachReferrerAsync(ManifestWriter.Artifact(ManifestWriter.EmptyConfig, [ManifestWriter.EmptyConfig], "application/vnd.example", (await store.ResolveAsync(ImageReference.Parse(Reference), Cancelled)).Descriptor, Descriptor.EmptyAnnotations), Cancelled);
        }

        await SignAsync(attach: false);

        Assert.Equal("{}"u8.ToArray(), TarFiles.Read(Path)[$"blobs/sha256/{ManifestWriter.EmptyConfig.Digest.Hex}"]);
        (await _engine.VerifyAsync(Reference, EmbeddedImage.Key)).MustBeTrusted();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Of_several_images_one_is_verified_and_the_others_are_named()
    {
        Take("skopeo-oci.tar");
        await AddImageAsync("other");
        await _engine.SignAsync($"{Reference}:1", EmbeddedImage.Key);

        var verdict = await _engine.VerifyAsync($"{Reference}:1", EmbeddedImage.Key);

        verdict.MustBeTrusted();
        var others = Assert.Single(verdict.Verdict.Root.Children, check => check.Id == CheckIds.OtherImages);
        Assert.Equal((CheckOutcome.Skip, "not verified: :other"), (others.Outcome, others.Reason));
        (await _engine.VerifyAsync($"{Reference}:other", EmbeddedImage.Key)).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
    }

    [Fact]
    public async Task Beside_an_image_that_cannot_be_read_the_other_is_still_verified()
    {
        Take("skopeo-oci.tar");
        var other = await AddImageAsync("other");
        await _engine.SignAsync($"{Reference}:1", EmbeddedImage.Key);
        var files = TarFiles.Read(Path);
        Assert.True(files.Remove($"blobs/sha256/{other.Hex}"));
        TarFiles.Write(Path, files);

        var verdict = await _engine.VerifyAsync($"{Reference}:1", EmbeddedImage.Key);

        verdict.MustBeTrusted();
        Assert.Contains(":other", Assert.Single(verdict.Verdict.Root.Children, check => check.Id == CheckIds.OtherImages).Reason, StringComparison.Ordinal);
    }

    private async Task<Digest> AddImageAsync(string tag)
    {
        var config = "{}"u8.ToArray();
        var image = ManifestWriter.Artifact(Descriptor.Of(MediaTypes.OciConfig, config), [], artifactType: null, subject: null, Descriptor.EmptyAnnotations);
        await using var store = new OciArchiveStore(Path);
        await store.WriteBlobAsync(image.Config!, config, Cancelled);
        await store.WriteManifestAsync(image, Cancelled);
        await store.PublishAsync(image, tag, Cancelled);
        return image.Descriptor.Digest;
    }

    private Task<SignResult> SignAsync(bool attach) => _engine.SignAsync(Reference, EmbeddedImage.Key, with: request => request with { Formats = [], Attach = attach });

    private Dictionary<string, byte[]> Take(string vector)
    {
        File.Copy(Vectors.PathOf($"archives/{vector}"), Path);
        return TarFiles.Read(Path);
    }
}
