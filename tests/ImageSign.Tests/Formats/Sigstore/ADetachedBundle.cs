using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Security;
using ImageSign.Tests.Stores.Archive;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Sigstore;

/// <summary>The signature of an image archive as a file, in a bundle beside it.</summary>
public sealed class ADetachedBundle : IDisposable
{
    private static readonly Engine Engine = new();

    private readonly TempDirectory _directory = new();
    private readonly string _archive;
    private readonly string _image;
    private readonly string _bundle;

    public ADetachedBundle()
    {
        _archive = _directory.File("app.tar");
        _image = $"docker-archive:{_archive}";
        _bundle = $"{_archive}.sigstore.json";
        File.Copy(Vectors.PathOf("archives/podman-docker.tar"), _archive);
    }

    private static TestKeyPair Key => TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(TestKeyAlgorithm.Rsa2048)]
    [InlineData(TestKeyAlgorithm.EcdsaP256)]
    [InlineData(TestKeyAlgorithm.EcdsaP384)]
    [InlineData(TestKeyAlgorithm.EcdsaP521)]
    [InlineData(TestKeyAlgorithm.Ed25519)]
    public async Task Is_made_beside_a_docker_archive_by_default_and_found_there(TestKeyAlgorithm algorithm)
    {
        var key = TestKeys.Shared(algorithm);
        var before = File.ReadAllBytes(_archive);

        var signed = await SignAsync(_image, key);

        var artifact = Assert.Single(Assert.Single(signed.Subjects).Signatures);
        Assert.Equal((_bundle, "detached"), (artifact.Placement, artifact.Format));
        Assert.Equal(before, File.ReadAllBytes(_archive));
        var verified = await Engine.VerifyAsync(_image, key);
        verified.MustBeTrusted();
        Assert.Equal("archive", verified.Verdict.Root.FactOf("coverage"));
        Assert.Equal(signed.Subjects[0].Descriptor, verified.Subject);
        (await Engine.VerifyAsync(_image, TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).MustNotBeTrusted(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch);
    }

    [Theory]
    [InlineData("podman-oci.tar", "oci-archive")]
    [InlineData("podman-two-images.tar", "docker-archive")]
    [InlineData("podman-docker.tar.gz", "docker-archive")]
    public async Task Signs_any_image_archive_with_all_its_images(string vector, string transport)
    {
        File.Copy(Vectors.PathOf($"archives/{vector}"), _archive, overwrite: true);
        var bundle = _directory.File("there.json");

        await SignAsync($"{transport}:{_archive}", Key, bundle);

        (await VerifyAsync($"{transport}:{_archive}", bundle)).MustBeTrusted();
    }

    [Fact]
    public async Task Does_not_cover_a_file_of_which_one_byte_differs()
    {
        await SignAsync(_image, Key);
        using (var file = File.OpenWrite(_archive))
        {
            file.Seek(0, SeekOrigin.End);
            file.WriteByte(0);
        }

        (await Engine.VerifyAsync(_image, Key)).MustNotBeTrusted(CheckIds.SignatureIntegrity);
    }

    [Fact]
    public async Task That_names_another_digest_than_the_file_has_is_refused_though_the_signature_fits()
    {
        await SignAsync(_image, Key);
        var text = File.ReadAllText(_bundle);
        var digest = text.IndexOf("\"digest\":\"", StringComparison.Ordinal) + "\"digest\":\"".Length;
        File.WriteAllText(_bundle, text[..digest] + (text[digest] == 'A' ? 'B' : 'A') + text[(digest + 1)..]);

        (await VerifyAsync(_image, _bundle)).MustNotBeTrusted(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject);
    }

    [Theory]
    [InlineData("{", CheckIds.EnvelopeWellFormed)]
    [InlineData("""{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{}},"dsseEnvelope":{}}""", CheckIds.EnvelopeWellFormed)]
    [InlineData("""{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{}},"messageSignature":{"messageDigest":{},"signature":"AAAA"}}""", CheckIds.EnvelopeWellFormed)]
    [InlineData("""{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{}},"messageSignature":{"messageDigest":{"algorithm":"MD5","digest":"AAAA"},"signature":"AAAA"}}""", CheckIds.EnvelopeWellFormed)]
    [InlineData("""{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"certificate":{}},"messageSignature":{"messageDigest":{"algorithm":"SHA2_256","digest":"AAAA"},"signature":"AAAA"}}""", CheckIds.SignatureIntegrity)]
    public async Task That_is_something_else_is_refused(string content, string refusedBy)
    {
        File.WriteAllText(_bundle, content);

        (await VerifyAsync(_image, _bundle)).MustNotBeTrusted(refusedBy);
    }

    [Fact]
    public async Task That_is_named_is_required_and_one_beside_is_not_read_when_a_signature_is_inside()
    {
        await SignAsync(_image, Key);
        await Engine.SignAsync(_image, Key, "embedded");

        (await Engine.VerifyAsync(_image, Key)).MustBeTrusted();
        (await VerifyAsync(_image, _bundle)).MustNotBeTrusted(CheckIds.SignatureIntegrity);
        Assert.Equal(ErrorCodes.BundleUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => VerifyAsync(_image, _directory.File("none.json")))).Code);
    }

    [Fact]
    public async Task Together_with_a_format_is_made_last_and_both_are_required()
    {
        using var image = EmbeddedImage.Create().Write();
        var bundle = _directory.File("there.json");
        await Engine.SignAsync(image.Reference, Key, "embedded", request => request with { BundleFile = bundle });

        (await image.VerifyAsync(request => request with { BundleFile = bundle, Formats = ["embedded"] })).MustBeTrusted();
        await Engine.SignAsync(image.Reference, Key, "embedded");
        var result = await image.VerifyAsync(request => request with { BundleFile = bundle, Formats = ["embedded"] });
        Assert.Equal(VerdictOutcome.NotTrusted, result.Verdict.Outcome);
    }

    [Fact]
    public async Task Cannot_satisfy_a_claim_that_it_does_not_make()
    {
        await SignAsync(_image, Key);

        (await Engine.VerifyAsync(_image, Key, request => request with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" } })).MustNotBeTrusted(CheckIds.ClaimsAnnotations);
        (await Engine.VerifyAsync(_image, Key, request => request with { Binding = ReferenceBinding.Tag })).MustNotBeTrusted(CheckIds.ClaimsReference);
        var refused = await Assert.ThrowsAsync<ImageSignException>(() => Engine.SignAsync(_image, Key, with: request => request with { Formats = [], TimestampUrl = new Uri("http://localhost:1") }));
        Assert.Equal(ErrorCodes.NotSupportedHere, refused.Code);
    }

    [Theory, InlineData(TestKeyAlgorithm.EcdsaP384), InlineData(TestKeyAlgorithm.Ed25519), InlineData(TestKeyAlgorithm.Rsa2048)]
    public async Task May_be_a_statement_that_says_more(TestKeyAlgorithm algorithm)
    {
        var key = TestKeys.Shared(algorithm);
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" };
        await Engine.SignAsync(_image, key, with: request => request with { Formats = [], Annotations = annotations, ExpiresIn = TimeSpan.FromDays(1) });

        var verified = await Engine.VerifyAsync(_image, key, request => request with { Annotations = annotations });
        verified.MustBeTrusted();
        Assert.Equal("archive", verified.Verdict.Root.FactOf("coverage"));
        Assert.NotNull(verified.Verdict.Root.FactOf("expires"));
        (await Engine.VerifyAsync(_image, TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).MustNotBeTrusted(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch);
        File.Copy(Vectors.PathOf("archives/podman-two-images.tar"), _archive, overwrite: true);
        (await Engine.VerifyAsync($"{_image}:localhost/second:2", key, request => request with { BundleFile = _bundle })).MustNotBeTrusted(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject);
    }

    /// <summary>Rule 14: only an image signature is one.</summary>
    [Fact]
    public async Task That_is_an_attestation_about_the_archive_is_refused()
    {
        File.WriteAllBytes(_bundle, Envelopes.Bundle(Envelopes.Statement(Digest.Of(File.ReadAllBytes(_archive)).ToString(), predicateType: "https://slsa.dev/provenance/v1")));

        (await VerifyAsync(_image, _bundle)).MustNotBeTrusted(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature);
    }

    /// <summary>Rule 10: sign --bundle signs only what parses as an image archive.</summary>
    [Fact]
    public async Task Is_neither_made_nor_accepted_for_what_is_no_image_archive()
    {
        await SignAsync(_image, Key);
        new TestTar().Add("readme", "no image").Write(_archive);

        Assert.Equal(ErrorCodes.ArchiveUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(_image, Key))).Code);
        Assert.Equal(ErrorCodes.ArchiveUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => VerifyAsync(_image, _bundle))).Code);
        Assert.Equal(ErrorCodes.NotSupportedHere, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync("localhost:1/app:1", Key, _bundle))).Code);
    }

    [Fact]
    public async Task Replaces_a_bundle_with_a_warning_but_no_other_file()
    {
        await SignAsync(_image, Key);
        var again = await SignAsync(_image, Key);
        var before = File.ReadAllBytes(_archive);

        Assert.Contains(again.Warnings, warning => warning.Contains("was replaced", StringComparison.Ordinal));
        Assert.Equal(ErrorCodes.BundleFileInUse, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(_image, Key, _archive))).Code);
        Assert.Equal(before, File.ReadAllBytes(_archive));
        var present = await Engine.SignAsync(_image, Key, with: request => request with { Formats = [], IfMissing = true });
        Assert.Empty(Assert.Single(present.Subjects).Signatures);
    }

    [Fact]
    public async Task Of_what_the_archive_was_before_is_replaced_without_a_word()
    {
        await SignAsync(_image, Key);
        File.Copy(Vectors.PathOf("archives/skopeo-docker.tar"), _archive, overwrite: true);

        Assert.Empty((await SignAsync(_image, Key)).Warnings);
        (await Engine.VerifyAsync(_image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task Of_a_large_file_is_for_keys_that_sign_hashes()
    {
        using var image = EmbeddedImage.Create();
        image.Layers.Add(new byte[Limits.MaxWholeMessageBytes]);
        image.Write();

        await SignAsync(image.Reference, Key);

        (await image.VerifyAsync()).MustBeTrusted();
        var ed25519 = TestKeys.Shared(TestKeyAlgorithm.Ed25519);
        (await Engine.VerifyAsync(image.Reference, ed25519)).MustBeUndecided(ErrorCodes.OverLimit);
        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(image.Reference, ed25519))).Code);
    }

    private static Task<SignResult> SignAsync(string image, TestKeyPair key, string? bundle = null) =>
        Engine.SignAsync(image, key, with: request => request with { Formats = [], BundleFile = bundle });

    private static Task<VerifyResult> VerifyAsync(string image, string bundle) => Engine.VerifyAsync(image, Key, request => request with { BundleFile = bundle });
}
