using System.Diagnostics;
using System.Text;
using ImageSign.Oci;
using ImageSign.Stores.Layout;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;

namespace ImageSign.Tests.Stores.Layout;

public sealed class AttachingToALayout
{
    private const string Odd = """
        {
           "schemaVersion": 2, "x-unknown": {"a": [1, 2.50, 1e2]},
           "manifests": [
              {ENTRY}
           ],
           "annotations": {"é": "\u00e9"}
        }

        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_was_in_the_index_keeps_its_bytes()
    {
        using var layout = new TestLayout(Odd);
        var before = layout.Index;
        await using var store = new LayoutStore(layout.Path);

        await store.AttachReferrerAsync(layout.Referrer(1), Cancelled);

        var (head, tail) = (before[..(before.LastIndexOf("}}\n", StringComparison.Ordinal) + 2)], before[(before.LastIndexOf("}}\n", StringComparison.Ordinal) + 2)..]);
        Assert.StartsWith(head + ",{", layout.Index, StringComparison.Ordinal);
        Assert.EndsWith("}" + tail, layout.Index, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_empty_index_gets_its_first_entry(string manifests)
    {
        using var layout = new TestLayout($$"""{"schemaVersion":2,"manifests":{{manifests}}}""");
        await using var store = new LayoutStore(layout.Path);

        await store.AttachReferrerAsync(layout.Referrer(1), Cancelled);

        Assert.Equal(layout.Referrer(1).Descriptor.Digest, Assert.Single(await store.ListReferrersAsync(layout.Digest, Cancelled).ToListAsync(Cancelled)).Digest);
    }

    [Fact]
    public async Task Attaching_the_same_again_changes_nothing()
    {
        using var layout = new TestLayout();
        await using var store = new LayoutStore(layout.Path);
        await store.AttachReferrerAsync(layout.Referrer(1), Cancelled);
        var once = layout.Index;

        await store.AttachReferrerAsync(layout.Referrer(1), Cancelled);

        Assert.Equal(once, layout.Index);
    }

    [Fact]
    public async Task Eight_signers_at_once_all_survive()
    {
        using var layout = new TestLayout();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(
            async () =>
            {
                await using var store = new LayoutStore(layout.Path);
                await store.AttachReferrerAsync(layout.Referrer(number), Cancelled);
                await store.AttachToSharedTagAsync(layout.Digest, ".sig", Signature(number), Cancelled);
            },
            Cancelled)));

        await using var reader = new LayoutStore(layout.Path);
        Assert.Equal(8, (await reader.ListReferrersAsync(layout.Digest, Cancelled).ToListAsync(Cancelled)).Count);
        Assert.Equal(8, Assert.IsType<ImageManifest>(await reader.ReadSharedTagAsync(layout.Digest, ".sig", Cancelled)).Layers.Count);
        Assert.Empty(Directory.EnumerateFiles(layout.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_signer_waits_while_another_process_holds_the_lock()
    {
        Assert.SkipUnless(ExecutablePath.TryFind("flock", out var flock), "flock is not installed");
        using var layout = new TestLayout();
        var held = Path.Combine(layout.Path, "held");
        var other = ProcessRunner.RunAsync(flock, [Path.Combine(layout.Path, LayoutStore.LockName), "/bin/sh", "-c", "touch \"$0\"; sleep 1", held], cancellationToken: Cancelled);
        while (!File.Exists(held)) await Task.Delay(10, Cancelled);
        var clock = Stopwatch.StartNew();

        await using var store = new LayoutStore(layout.Path);
        await store.AttachReferrerAsync(layout.Referrer(1), Cancelled);

        Assert.InRange(clock.ElapsedMilliseconds, 500, 30_000);
        Assert.True((await other).Succeeded);
    }

    [Fact]
    public async Task A_second_signature_is_added_to_the_tag_that_cosign_save_left()
    {
        using var copy = new TempDirectory();
        var path = copy.Copy(Path.Combine(Vectors.Unpack("cosign/save.tar.gz"), "save", "legacy-gen"));
        var subject = Digest.Parse("sha256:fa9281c82c2ed4c3a6ddb20bbe45ef57501f748895cdd65a5150aaee1e33c8a2");
        await using var store = new LayoutStore(path);

        await store.AttachToSharedTagAsync(subject, ".sig", Signature(1), Cancelled);

        Assert.Equal(2, Assert.IsType<ImageManifest>(await store.ReadSharedTagAsync(subject, ".sig", Cancelled)).Layers.Count);
        Assert.Equal(2, ManifestDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(path, "index.json"), Cancelled), null) is ImageIndex index ? index.Manifests.Count : 0);
    }

    [Fact]
    public async Task A_foreign_thing_at_the_shared_tag_is_not_overwritten()
    {
        using var layout = new TestLayout();
        var empty = layout.WriteBlob(MediaTypes.OciIndex, """{"schemaVersion":2,"manifests":[]}"""u8.ToArray());
        layout.Index = $$"""{"schemaVersion":2,"manifests":[{{layout.Entry("1")}},{{TestLayout.Entry($"sha256-{layout.Digest.Hex}.sig", empty)}}]}""";
        var before = layout.Index;
        await using var store = new LayoutStore(layout.Path);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => store.AttachToSharedTagAsync(layout.Digest, ".sig", Signature(1), Cancelled));

        Assert.Equal(ErrorCodes.SharedTagConflict, refusal.Code);
        Assert.Equal(before, layout.Index);
    }

    [Fact]
    public async Task A_damaged_blob_is_written_anew()
    {
        using var layout = new TestLayout();
        var content = Encoding.UTF8.GetBytes("content");
        var descriptor = layout.WriteBlob("text/plain", content);
        await File.WriteAllTextAsync(layout.BlobPath(descriptor.Digest), "damaged", Cancelled);
        await using var store = new LayoutStore(layout.Path);

        await store.WriteBlobAsync(descriptor, content, Cancelled);

        Assert.Equal(content, await store.ReadBlobAsync(descriptor, 100, Cancelled));
    }

    private static ImageManifest Signature(int number) => ManifestWriter.Artifact(
        ManifestWriter.EmptyConfig,
        [Descriptor.Of(MediaTypes.SimpleSigning, "{}"u8) with { Annotations = new Dictionary<string, string> { ["signature"] = $"{number}" } }],
        artifactType: null,
        subject: null,
        Descriptor.EmptyAnnotations);
}
