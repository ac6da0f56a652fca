using ImageSign.Oci;
using ImageSign.Stores.Layout;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Stores.Layout;

public sealed class AHostileLayout
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"schemaVersion":2,"manifests":[{ENTRY}],"Manifests":[]}""")]
    [InlineData("""{"schemaVersion":2,"manifests":[{ENTRY}],"manifests":[]}""")]
    [InlineData("""{"schemaVersion":2,"manifests":[{ENTRY}],"config":{}}""")]
    [InlineData("""{"schemaVersion":1,"manifests":[{ENTRY}]}""")]
    [InlineData("""{"schemaVersion":2,"manifests":[{ENTRY}]}{}""")]
    public async Task An_index_that_two_readers_read_differently_is_malformed(string index) => Assert.Equal(ErrorCodes.Malformed, await RefusalAsync(layout => layout.Index = index.Replace("{ENTRY}", layout.Entry("1"), StringComparison.Ordinal)));

    [Fact]
    public async Task A_blob_that_is_not_what_its_name_says_is_refused() =>
        Assert.Equal(ErrorCodes.DigestMismatch, await RefusalAsync(layout => File.WriteAllText(layout.BlobPath(layout.Digest), new string(' ', (int)layout.Image.Descriptor.Size))));

    [Fact]
    public async Task A_size_that_is_not_the_blobs_is_refused() =>
        Assert.Equal(ErrorCodes.Malformed, await RefusalAsync(layout => layout.Index = layout.Index.Replace($"\"size\":{layout.Image.Descriptor.Size}", "\"size\":1", StringComparison.Ordinal)));

    [Fact]
    public async Task A_manifest_over_the_limit_is_not_read() =>
        Assert.Equal(ErrorCodes.OverLimit, await RefusalAsync(layout => layout.Index = layout.Index.Replace($"\"size\":{layout.Image.Descriptor.Size}", "\"size\":99999999999", StringComparison.Ordinal)));

    [Fact]
    public async Task A_missing_manifest_is_named() => Assert.Equal(ErrorCodes.PartMissing, await RefusalAsync(layout => File.Delete(layout.BlobPath(layout.Digest))));

    [Fact]
    public async Task A_blob_that_is_a_link_out_of_the_layout_is_not_followed()
    {
        using var outside = new TempDirectory();
        Assert.Equal(ErrorCodes.LayoutInvalid, await RefusalAsync(layout =>
        {
            File.Move(layout.BlobPath(layout.Digest), outside.File("blob"));
            File.CreateSymbolicLink(layout.BlobPath(layout.Digest), outside.File("blob"));
        }));
    }

    [Fact]
    public async Task A_blob_directory_that_is_a_link_out_of_the_layout_is_not_followed()
    {
        using var outside = new TempDirectory();
        Assert.Equal(ErrorCodes.LayoutInvalid, await RefusalAsync(layout =>
        {
            Directory.Move(Path.Combine(layout.Path, "blobs"), outside.File("blobs"));
            Directory.CreateSymbolicLink(Path.Combine(layout.Path, "blobs"), outside.File("blobs"));
        }));
    }

    [Fact]
    public async Task A_link_inside_the_layout_is_followed()
    {
        using var layout = new TestLayout();
        var moved = Path.Combine(layout.Path, "blobs", "moved");
        File.Move(layout.BlobPath(layout.Digest), moved);
        File.CreateSymbolicLink(layout.BlobPath(layout.Digest), moved);
        await using var store = new LayoutStore(layout.Path);

        Assert.Equal(layout.Digest, (await store.ResolveAsync(ImageReference.Parse("oci:x:1"), Cancelled)).Descriptor.Digest);
    }

    [Theory]
    [InlineData("oci-layout")]
    [InlineData("index.json")]
    public async Task A_directory_without_the_files_of_a_layout_is_none(string missing) => Assert.Equal(ErrorCodes.LayoutInvalid, await RefusalAsync(layout => File.Delete(Path.Combine(layout.Path, missing))));

    [Fact]
    public async Task Another_version_of_layout_is_not_read() =>
        Assert.Equal(ErrorCodes.LayoutInvalid, await RefusalAsync(layout => File.WriteAllText(Path.Combine(layout.Path, "oci-layout"), """{"imageLayoutVersion":"2.0.0"}""")));

    [Fact]
    public async Task A_broken_referrers_tag_hides_no_referrer()
    {
        using var layout = new TestLayout();
        var referrer = layout.Referrer(1);
        layout.WriteBlob(MediaTypes.OciManifest, referrer.Raw.ToArray());
        var broken = new Descriptor(MediaTypes.OciIndex, Digest.Of("not there"u8), 5);
        layout.Index = $$"""{"schemaVersion":2,"manifests":[{{layout.Entry("1")}},{{TestLayout.Entry($"sha256-{layout.Digest.Hex}", broken)}}]}""";
        await using var store = new LayoutStore(layout.Path);

        Assert.Equal(referrer.Descriptor.Digest, Assert.Single(await store.ListReferrersAsync(layout.Digest, Cancelled).ToListAsync(Cancelled)).Digest);
    }

    private static async Task<ErrorCode> RefusalAsync(Action<TestLayout> spoil)
    {
        using var layout = new TestLayout();
        spoil(layout);
        await using var store = new LayoutStore(layout.Path);
        return (await Assert.ThrowsAsync<ImageSignException>(() => store.ResolveAsync(ImageReference.Parse("oci:x:1"), Cancelled))).Code;
    }
}
