using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class AnArchive
{
    private static readonly TestImage OciImage = TestImages.Build();
    private static readonly TestImage DockerImage = TestImages.Build(new TestImageOptions { Docker = true });
    private static readonly TestImage Index = TestImages.MultiArch();

    [Theory]
    [InlineData("oci")]
    [InlineData("docker")]
    [InlineData("index")]
    public async Task Gets_a_bundle_beside_it_and_stays_as_it_was(string kind)
    {
        var image = kind switch { "oci" => OciImage, "docker" => DockerImage, _ => Index };
        using var archive = new ArchivedImage(image, "1", "latest");
        var before = await File.ReadAllBytesAsync(archive.File, TestContext.Current.CancellationToken);
        archive.Publish.Properties["ImageSignResultFile"] = "signed.json";
        var outcome = archive.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Empty(outcome.Log.Warnings);
        Assert.Equal(before, await File.ReadAllBytesAsync(archive.File, TestContext.Current.CancellationToken));
        var (transport, digest, mediaType) = kind == "docker" ? ("docker-archive", TestDigest.Of(DockerImage.Config), MediaTypes.DockerConfig) : ("oci-archive", image.Digest, image.MediaType);
        var signed = Assert.Single(outcome.SignedImages);
        Assert.Equal($"{transport}:{archive.File}@{digest}", signed.EvaluatedInclude);
        Assert.Equal(
            ["", "team/app", "1;latest", digest, mediaType, archive.File, "", "detached"],
            new[] { "Registry", "Repository", "Tags", "Digest", "MediaType", "Archive", "Replaces", "Formats" }.Select(signed.GetMetadataValue));
        Assert.Equal(TestDigest.Of(await File.ReadAllBytesAsync(archive.Bundle, TestContext.Current.CancellationToken)), signed.GetMetadataValue("SignatureDigests"));
        var written = PublishSchema.Read(archive.Publish.PathOf("signed.json"))["images"]![0]!;
        Assert.Equal((archive.File, archive.Bundle), (written["archive"]!.GetValue<string>(), written["signatures"]![0]!["placement"]!.GetValue<string>()));
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, archive.PublicKey, "detached");
    }

    [Theory]
    [InlineData("out", "out/team/app.tar.gz")]
    [InlineData("out/", "out/team/app.tar.gz")]
    [InlineData("out.d/", "out.d/team/app.tar.gz")]
    [InlineData("out/a/../app.tar", "out/app.tar")]
    public void Is_the_file_that_the_SDK_writes(string outputPath, string file)
    {
        using var archive = new ArchivedImage(OciImage);
        Directory.CreateDirectory(Path.GetDirectoryName(archive.Publish.PathOf(file))!);
        File.Move(archive.File, archive.Publish.PathOf(file));
        archive.Publish.Properties["ContainerArchiveOutputPath"] = outputPath;
        var outcome = archive.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal(archive.Publish.PathOf(file), outcome.SignedImages[0].GetMetadataValue("Archive"));
    }

    [Fact]
    public async Task In_Docker_s_form_can_be_signed_inside_by_several_signers_and_the_result_says_what_it_was()
    {
        using var archive = new ArchivedImage(DockerImage, "1", "latest");
        archive.Publish.Properties["ImageSignFormats"] = "embedded";
        archive.Publish.Items.Add(("ImageSignAnnotation", "build", [("Value", "4711")]));
        var release = archive.AddSigner();
        var outcome = archive.Publish.Publish();

        outcome.ShouldSucceed();
        var signed = Assert.Single(outcome.SignedImages);
        Assert.Equal(TestDigest.Of(DockerImage.Config), signed.GetMetadataValue("Replaces"));
        Assert.Equal(signed.GetMetadataValue("Digest"), signed.GetMetadataValue("SignatureDigests"));
        Assert.Equal(2, signed.GetMetadataValue("KeyId").Split(';').Length);
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, archive.PublicKey, "embedded");
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, release, "embedded");
        Assert.False(File.Exists(archive.Bundle));
    }

    [Fact]
    public async Task Signed_inside_as_well_has_its_bundle_made_last()
    {
        using var archive = new ArchivedImage(DockerImage);
        var release = archive.AddSigner(("Format", "embedded"));
        var outcome = archive.Publish.Publish();

        outcome.ShouldSucceed();
        var signed = Assert.Single(outcome.SignedImages);
        Assert.Equal("embedded;detached", signed.GetMetadataValue("Formats"));
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, archive.PublicKey, "detached");
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, release, "embedded");
    }

    [Fact]
    public async Task In_the_OCI_form_can_hold_signatures_of_the_index_and_its_images()
    {
        using var archive = new ArchivedImage(Index);
        archive.Publish.Properties["ImageSignFormats"] = "sigstore;cosign";
        var outcome = archive.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal([Index.Digest, .. Index.Children.Select(child => child.Digest)], outcome.SignedImages.Select(image => image.GetMetadataValue("Digest")));
        Assert.Equal(["1", "", ""], outcome.SignedImages.Select(image => image.GetMetadataValue("Tags")));
        foreach (var image in outcome.SignedImages) await VerifiedImages.ShouldBeSignedAsync(image.EvaluatedInclude, archive.PublicKey, "sigstore", "cosign");
    }

    [Fact]
    public void Has_room_for_one_signer_s_bundle()
    {
        using var archive = new ArchivedImage(OciImage);
        archive.AddSigner();
        archive.Publish.Publish().ShouldFailWith("IMGSIGN7021");
        Assert.False(File.Exists(archive.Bundle));
    }

    [Theory]
    [InlineData("oci", "")]
    [InlineData("oci", "sigstore")]
    [InlineData("docker", "")]
    [InlineData("docker", "embedded")]
    public async Task That_holds_something_else_than_was_published_is_not_signed(string kind, string formats)
    {
        var (image, other) = kind == "oci" ? (OciImage, Other(docker: false)) : (DockerImage, Other(docker: true));
        await ShouldBeRefusedAsync("IMGSIGN7003", image, formats, other);
        await ShouldBeRefusedAsync("IMGSIGN7020", image, formats, image, other);
    }

    [Theory]
    [InlineData("oci", "embedded")]
    [InlineData("docker", "sigstore")]
    public void Refuses_formats_that_have_no_place_in_it(string kind, string format)
    {
        using var archive = new ArchivedImage(kind == "oci" ? OciImage : DockerImage);
        archive.Publish.Properties["ImageSignFormats"] = format;
        archive.Publish.Publish().ShouldFailWith("IMGSIGN1006");
    }

    [Fact]
    public void That_is_not_there_fails_the_publish()
    {
        using var archive = new ArchivedImage(OciImage);
        File.Delete(archive.File);
        archive.Publish.Publish().ShouldFailWith("IMGSIGN2021");
    }

    private static TestImage Other(bool docker) => TestImages.Build(new TestImageOptions { Docker = docker, Env = ["OTHER=1"] });

    private static async Task ShouldBeRefusedAsync(string code, TestImage published, string formats, params TestImage[] held)
    {
        using var archive = new ArchivedImage(published);
        SdkArchive.Write(archive.File, "team/app", ["1"], held);
        var before = await File.ReadAllBytesAsync(archive.File, TestContext.Current.CancellationToken);
        archive.Publish.Properties["ImageSignFormats"] = formats;
        archive.Publish.Publish().ShouldFailWith(code);
        Assert.Equal(before, await File.ReadAllBytesAsync(archive.File, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(archive.Bundle));
    }
}
