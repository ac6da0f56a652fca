using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Copying;

public sealed class BetweenRegistries : IAsyncLifetime
{
    private const int Layers = 4;

    private readonly Engine _engine = new();
    private TestRegistry _source = null!;
    private TestRegistry _destination = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_source, _destination) = (await TestRegistry.StartAsync(), await TestRegistry.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Everything_attached_arrives_byte_for_byte_whether_or_not_there_is_a_referrers_API(bool from, bool to)
    {
        _source.Reconfigure(options => options with { ReferrersApi = from });
        _destination.Reconfigure(options => options with { ReferrersApi = to });
        var index = _source.Content.PutImage("app", TestImages.MultiArch(Image()), "1");
        await _engine.SignAsync(_source.Reference("app", "1"), EmbeddedImage.Key, with: request => request with { Formats = ["sigstore", "cosign"] });
        var referrer = await ReferAsync(new Descriptor(index.MediaType, Digest.Parse(index.Digest), index.Size), "one");
        var below = await ReferAsync(referrer, "two");
        foreach (var suffix in (string[])[".att", ".sbom"]) _source.Content.PutImage("app", SharedManifest(suffix), $"sha256-{index.Digest[7..]}{suffix}");

        await CopyAsync(_source.Reference("app", "1"), _destination.Reference("there/app", "2"));

        var (old, copied) = (_source.Content.Snapshot("app"), _destination.Content.Snapshot("there/app"));
        foreach (var digest in (string[])[index.Digest, .. index.Children.Select(child => child.Digest), $"{referrer.Digest}", $"{below.Digest}"]) Assert.Equal(old.Manifests[digest].Bytes, copied.Manifests[digest].Bytes);
        Assert.Empty(old.Blobs.Keys.Except(copied.Blobs.Keys));
        Assert.Equal(index.Digest, copied.Tags["2"]);
        foreach (var suffix in (string[])[".sig", ".att", ".sbom"]) Assert.Contains($"sha256-{index.Digest[7..]}{suffix}", copied.Tags.Keys);
        foreach (var format in (string[])["sigstore", "cosign"]) (await _engine.VerifyAsync(_destination.Reference("there/app", "2"), EmbeddedImage.Key, request => request with { Formats = [format], Recursive = true })).MustBeTrusted();
        var last = _destination.Requests.All.Last(request => request.Method == "PUT");
        Assert.EndsWith("/manifests/2", last.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_registry_no_blob_is_sent_twice()
    {
        _source.Content.PutImage("app", TestImages.Build(Image()), "1");
        await _engine.SignAsync(_source.Reference("app", "1"), EmbeddedImage.Key, with: request => request with { Formats = ["sigstore", "cosign"] });
        _source.Requests.Clear();

        var result = await CopyAsync(_source.Reference("app", "1"), _source.Reference("release/app", "1"));

        Assert.Equal(0, result.Blobs);
        Assert.Empty(_source.Requests.Where("PUT", "*/blobs/uploads/*"));
        Assert.Empty(_source.Requests.Where("GET", "/v2/app/blobs/*"));
        Assert.All(_source.Requests.Where("POST", "/v2/release/app/blobs/uploads/"), request => Assert.Contains("from=app", request.Query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_interruption_only_what_is_missing_is_sent()
    {
        var image = _source.Content.PutImage("app", TestImages.Build(Image()), "1");
        await _engine.SignAsync(_source.Reference("app", "1"), EmbeddedImage.Key);
        var uploads = 0;
        var fault = _destination.Faults.Add(request => On.Put("*/blobs/uploads/*")(request) && Interlocked.Increment(ref uploads) > 2, new StatusCodeFault(403));

        await Assert.ThrowsAsync<ImageSignException>(() => CopyAsync(_source.Reference("app", "1"), _destination.Reference("app", "1")));

        Assert.Null(_destination.Content.GetTag("app", "1"));
        Assert.Equal(2, _destination.Content.Snapshot("app").Blobs.Count);
        _destination.Faults.Remove(fault);
        _destination.Requests.Clear();
        var again = await CopyAsync(_source.Reference("app", "1"), _destination.Reference("app", "1"));

        // Configuration and layers, the signature's configuration and its bundle; two of them were there.
        Assert.Equal(1 + Layers + 2 - 2, again.Blobs);
        Assert.Equal(again.Blobs, _destination.Requests.Where("PUT", "*/blobs/uploads/*").Count);
        Assert.Equal(image.Digest, _destination.Content.GetTag("app", "1"));
        (await _engine.VerifyAsync(_destination.Reference("app", "1"), EmbeddedImage.Key)).MustBeTrusted();
    }

    [Fact]
    public async Task The_tag_stays_where_it_was_while_a_signature_cannot_be_copied()
    {
        var old = _destination.Content.PutImage("app", TestImages.Build(), "1");
        var image = _source.Content.PutImage("app", TestImages.Build(Image()), "1");
        _source.Faults.Add(On.Get("/v2/app/referrers/*"), new StatusCodeFault(403));

        await Assert.ThrowsAsync<ImageSignException>(() => CopyAsync(_source.Reference("app", "1"), _destination.Reference("app", "1")));

        Assert.Equal(old.Digest, _destination.Content.GetTag("app", "1"));
    }

    [Fact]
    public async Task Each_piece_is_told_as_it_begins_as_it_goes_and_as_it_ends()
    {
        _source.Content.PutImage("app", TestImages.Build(Image()), "1");
        var told = new List<CopyProgress>();

        await CopyAsync(_source.Reference("app", "1"), _destination.Reference("app", "1"), new Told(told.Add));

        foreach (var blob in told.Where(progress => !MediaTypes.IsManifest(progress.Content.MediaType)).GroupBy(progress => progress.Content.Digest))
        {
            Assert.Equal(0, blob.First().Bytes);
            Assert.Equal(blob.Last().Content.Size, blob.Last().Bytes);
            Assert.True(blob.Last().Finished);
            Assert.Equal(1, blob.Count(progress => progress.Finished));
        }
    }

    private static TestImageOptions Image() => new()
    {
        Layers = [.. Enumerable.Range(0, Layers).Select(number => new Dictionary<string, string>(StringComparer.Ordinal) { [$"file{number}"] = $"{number}" })],
    };

    private async Task<Descriptor> ReferAsync(Descriptor subject, string content)
    {
        await using var store = Assert.IsType<IWritableImageStore>(_engine.Options.OpenStore(ImageReference.Parse(_source.Reference("app", "1"))), exactMatch: false);
        var layer = Descriptor.Of("text/plain", Encoding.UTF8.GetBytes(content));
        var artifact = ManifestWriter.Artifact(ManifestWriter.EmptyConfig, [layer], "application/vnd.example", subject, Descriptor.EmptyAnnotations);
        await store.WriteBlobAsync(ManifestWriter.EmptyConfig, ManifestWriter.EmptyJson, Cancelled);
        await store.WriteBlobAsync(layer, Encoding.UTF8.GetBytes(content), Cancelled);
        await store.AttachReferrerAsync(artifact, Cancelled);
        return artifact.Descriptor;
    }

    private static TestImage SharedManifest(string suffix)
    {
        var (config, layer) = ("{}"u8.ToArray(), Encoding.UTF8.GetBytes(suffix));
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = new JsonObject { ["mediaType"] = MediaTypes.OciConfig, ["digest"] = TestDigest.Of(config), ["size"] = config.Length },
            ["layers"] = new JsonArray(new JsonObject { ["mediaType"] = suffix == ".att" ? MediaTypes.DsseEnvelope : "text/spdx+json", ["digest"] = TestDigest.Of(layer), ["size"] = layer.Length }),
        };
        return new TestImage(Encoding.UTF8.GetBytes(manifest.ToJsonString()), MediaTypes.OciManifest) { Blobs = [config, layer] };
    }

    private Task<CopyResult> CopyAsync(string source, string destination, IProgress<CopyProgress>? progress = null) =>
        new ImageCopier(_engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(source), ImageReference.Parse(destination)) { Progress = progress }, Cancelled);

    /// <summary>Tells at once, on the same thread.</summary>
    private sealed class Told(Action<CopyProgress> tell) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => tell(value);
    }
}
