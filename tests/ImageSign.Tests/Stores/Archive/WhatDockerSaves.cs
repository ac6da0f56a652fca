using System.Text;
using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Archive;

/// <summary>Archives as versions of Docker write them: manifest.json is whole, and index.json lists fewer images or none, or images that are not there.</summary>
public sealed class WhatDockerSaves : IDisposable
{
    private static readonly Engine Engine = new();
    private static readonly Saved One = new("amd64");
    private static readonly Saved Two = new("arm64");

    private readonly TempDirectory _directory = new();

    private static TestKeyPair Key => TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private string Path => _directory.File("app.tar");

    [Theory]
    [InlineData("""{"schemaVersion":2,"manifests":null}""", true)]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""", true)]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""", false)]
    [InlineData("""{"schemaVersion":2,"manifests":[{ONE}]}""", true)]
    [InlineData("""{"schemaVersion":2,"manifests":[{ONE},{TEXT}]}""", true)]
    [InlineData("""{"schemaVersion":2,"manifests":[{ONE}]}""", false)]
    public async Task By_digest_is_read_by_its_manifest_json(string index, bool isLayout)
    {
        Write(index, isLayout, [One, Two], One, Two);
        var image = $"docker-archive:{Path}@{Two.Id}";

        await Engine.SignAsync(image, Key, with: request => request with { Formats = [] });

        (await Engine.VerifyAsync(image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task By_digest_is_verified_whole_by_the_bundle_beside_it_without_a_name_for_any_image()
    {
        Write("{\"schemaVersion\":2,\"manifests\":[{ONE}]}", isLayout: true, [One, Two], One, Two);
        var image = $"docker-archive:{Path}";
        await Assert.ThrowsAsync<ImageSignException>(() => Engine.VerifyAsync(image, Key));

        await Engine.SignAsync(image, Key, with: request => request with { Formats = [] });

        (await Engine.VerifyAsync(image, Key)).MustBeTrusted();
        var stranger = await Engine.VerifyAsync(image, TestKeys.Shared(TestKeyAlgorithm.EcdsaP384));
        stranger.MustNotBeTrusted(ImageSign.Verification.CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch);
    }

    [Theory, InlineData("""{"schemaVersion":2,"manifests":null}"""), InlineData("""{"schemaVersion":2,"manifests":[{ONE}]}""")]
    public async Task By_digest_is_not_read_by_an_index_that_names_less(string index)
    {
        Write(index, isLayout: true, [One, Two], One, Two);

        await UndecidedAsync(ErrorCodes.IndexIncomplete, "oci-archive");
    }

    [Fact]
    public async Task With_an_image_that_only_the_index_names_is_refused_by_either_name()
    {
        Write("""{"schemaVersion":2,"manifests":[{ONE},{TWO}]}""", isLayout: true, [One], One, Two);

        var refused = await Engine.VerifyAsync($"docker-archive:{Path}", Key);
        refused.MustNotBeTrusted(ImageSign.Verification.CheckIds.Subject, ErrorCodes.ArchiveRefused);
        (await Engine.VerifyAsync($"oci-archive:{Path}", Key)).MustNotBeTrusted(ImageSign.Verification.CheckIds.Subject, ErrorCodes.ArchiveRefused);
    }

    [Fact]
    public async Task Of_one_platform_is_signed_as_far_as_it_is_there()
    {
        var both = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{One.Entry("amd64")}},{{Two.Entry("arm64")}}]}""");
        var root = Descriptor.Of(MediaTypes.OciIndex, both);
        Write($$"""{"schemaVersion":2,"manifests":[{{Entry(root)}}]}""", isLayout: true, [One], [(root.Digest, both)], One);
        var image = $"oci-archive:{Path}";

        var signed = await Engine.SignAsync(image, Key);

        Assert.Equal([root.Digest, One.Manifest.Descriptor.Digest], signed.Subjects.Select(subject => subject.Descriptor.Digest));
        Assert.Contains(signed.Warnings, warning => warning.Contains("linux/arm64", StringComparison.Ordinal) && !warning.Contains("linux/amd64", StringComparison.Ordinal));
        (await Engine.VerifyAsync(image, Key)).MustBeTrusted();
        (await Engine.VerifyAsync(image, Key, request => request with { Recursive = true })).MustNotBeTrusted(ImageSign.Verification.CheckIds.Platform, ErrorCodes.PartMissing);
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""", "NoImageInFile")]
    [InlineData("""{"schemaVersion":2}""", "NoImageInFile")]
    [InlineData("""{"schemaVersion":2,"manifests":[{TEXT}]}""", "NoImageInFile")]
    [InlineData("""{"schemaVersion":2,"manifests":[{SHA512}]}""", "DigestAlgorithm")]
    public async Task Without_an_image_that_can_be_read_is_no_evidence(string index, string code)
    {
        Write(index, isLayout: true, null, One);

        await UndecidedAsync((ErrorCode)typeof(ErrorCodes).GetField(code)!.GetValue(null)!, "oci-archive");
    }

    [Theory, InlineData("""{"schemaVersion":2,"manifests":[{ONE},{TEXT}]}"""), InlineData("""{"schemaVersion":2,"manifests":[{TWO},{ONE}]}""")]
    public async Task Beside_entries_of_other_kinds_or_of_what_is_elsewhere_is_one_image(string index)
    {
        Write(index, isLayout: true, null, One);

        await Engine.SignAsync($"oci-archive:{Path}", Key);

        (await Engine.VerifyAsync($"oci-archive:{Path}", Key)).MustBeTrusted();
    }

    public void Dispose() => _directory.Dispose();

    private static string Entry(Descriptor target) => $$"""{"mediaType":"{{target.MediaType}}","digest":"{{target.Digest}}","size":{{target.Size}}}""";

    private async Task UndecidedAsync(ErrorCode code, string transport)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => Engine.VerifyAsync($"{transport}:{Path}", Key));
        Assert.Equal((code, true), (refusal.Code, refusal.Code.Undecided));
    }

    private void Write(string index, bool isLayout, Saved[]? listed, params Saved[] images) => Write(index, isLayout, listed, [], images);

    private void Write(string index, bool isLayout, Saved[]? listed, (Digest Digest, byte[] Content)[] blobs, params Saved[] images)
    {
        var tar = new TestTar();
        if (isLayout) tar.Add("oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        tar.Add("index.json", index
            .Replace("{ONE}", Entry(One.Manifest.Descriptor), StringComparison.Ordinal)
            .Replace("{TWO}", Entry(Two.Manifest.Descriptor), StringComparison.Ordinal)
            .Replace("{TEXT}", $$"""{"mediaType":"text/plain","digest":"{{Digest.Of("x"u8)}}","size":1}""", StringComparison.Ordinal)
            .Replace("{SHA512}", $$"""{"mediaType":"{{MediaTypes.OciManifest}}","digest":"sha512:{{new string('a', 128)}}","size":1}""", StringComparison.Ordinal));
        foreach (var (digest, content) in blobs) tar.Add($"blobs/sha256/{digest.Hex}", content);
        foreach (var image in images) image.AddTo(tar);
        if (listed is not null) tar.Add("manifest.json", JsonSerializer.Serialize(listed.Select(image => new { Config = $"blobs/sha256/{image.Id.Hex}", RepoTags = (string[]?)null, Layers = Array.Empty<string>() })));
        tar.Write(Path);
    }

    private sealed class Saved
    {
        private readonly byte[] _config;

        public Saved(string architecture)
        {
            _config = Encoding.UTF8.GetBytes($$$"""{"architecture":"{{{architecture}}}","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""");
            Manifest = ManifestWriter.Artifact(Descriptor.Of(MediaTypes.OciConfig, _config), [], artifactType: null, subject: null, Descriptor.EmptyAnnotations);
        }

        public ImageManifest Manifest { get; }

        public Digest Id => Digest.Of(_config);

        public string Entry(string architecture) => $$$"""{{{WhatDockerSaves.Entry(Manifest.Descriptor)[..^1]}}},"platform":{"os":"linux","architecture":"{{{architecture}}}"}}""";

        public void AddTo(TestTar tar) => tar.Add($"blobs/sha256/{Id.Hex}", _config).Add($"blobs/sha256/{Manifest.Descriptor.Digest.Hex}", Manifest.Raw.ToArray());
    }
}
