using System.Security.Cryptography;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>The settings of a publish are wrong: nothing is pushed, so that no tag gets to name an image that nobody signed.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class BeforeThePush
{
    private const string Pushed = "the image was pushed";
    private const string Compiled = "the project was compiled";

    private static readonly string Leaf = Vectors.PathOf("notation/pki/p256/leaf.key");
    private static readonly string Chain = Vectors.PathOf("notation/pki/p256/chain.pem");

    [Theory]
    [InlineData("ImageSignKey", "missing.key", "IMGSIGN3001")]
    [InlineData("ImageSignKey", "App.proj", "IMGSIGN3032")]
    [InlineData("ImageSignKey", "signing.pub", "IMGSIGN3005")]
    [InlineData("ImageSignKey", "env://IMAGESIGN_TEST_NOT_SET", "IMGSIGN3001")]
    [InlineData("ImageSignKey", "plugin://not-installed/key", "IMGSIGN3015")]
    [InlineData("ImageSignKey", "plugin://not-installed", "IMGSIGN3001")]
    [InlineData("ImageSignKeyPasswordVariable", "DOTNET_PASSWORD", "IMGSIGN7005")]
    [InlineData("ImageSignFormats", "pgp", "IMGSIGN1007")]
    [InlineData("ImageSignFormats", "sigstore;pgp", "IMGSIGN1007")]
    [InlineData("ImageSignFormats", "detached", "IMGSIGN1007")]
    [InlineData("ImageSignFormats", "notary-jws", "IMGSIGN3011")]
    [InlineData("ImageSignCertificateChain", "missing.pem", "IMGSIGN3012")]
    [InlineData("ImageSignCertificateChain", "signing.pub", "IMGSIGN3012")]
    [InlineData("ImageSignExpiresIn", "soon", "IMGSIGN1005")]
    [InlineData("ImageSignExpiresIn", "0d", "IMGSIGN1005")]
    [InlineData("ImageSignConfig", "missing.yaml", "IMGSIGN1020")]
    [InlineData("ImageSignConfig", "App.proj", "IMGSIGN1024")]
    [InlineData("ImageSignTimestampUrl", "http://[", "IMGSIGN3014")]
    [InlineData("ImageSignTimestampUrl", "http://localhost:1/", "IMGSIGN1006")]
    [InlineData("ImageSignResultFile", "signing.pub/signed.json", "IMGSIGN7041")]
    [InlineData("ImageSignResultFile", ".", "IMGSIGN7041")]
    [InlineData("ImageSignResultFile", "signing.key", "IMGSIGN7041")]
    [InlineData("ImageSignEnabled", "yes", "IMGSIGN7017")]
    [InlineData("ImageSignBeforeTag", "1", "IMGSIGN7017")]
    [InlineData("ImageSignRequired", "maybe", "IMGSIGN7017")]
    [InlineData("ImageSignIfMissing", "on", "IMGSIGN7017")]
    public async Task A_setting_that_cannot_be_used_ends_the_publish(string property, string value, string code)
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties[property] = value;
        ShouldEndBeforeThePush(pushed, code);
        Assert.True(File.Exists(pushed.Publish.PathOf("signing.key")));
    }

    [Theory]
    [InlineData("ImageSignCertificateChain", "chain of another key", "IMGSIGN3013")]
    [InlineData("ImageSignTimestampUrl", "ftp://localhost/", "IMGSIGN3014")]
    [InlineData("ImageSignTimestampUrl", "http://localhost:1/", "IMGSIGN3014")]
    [InlineData("ImageSignTimestampRoot", "missing.pem", "IMGSIGN3014")]
    public async Task A_certificate_or_an_authority_that_does_not_fit_ends_the_publish(string property, string value, string code)
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties["ImageSignFormats"] = "notary-cose";
        pushed.Publish.Properties["ImageSignKey"] = Leaf;
        pushed.Publish.Properties["ImageSignCertificateChain"] = Chain;
        pushed.Publish.Properties[property] = value;
        if (property == "ImageSignCertificateChain")
        {
            pushed.Publish.Properties["ImageSignKey"] = "signing.key";
            pushed.Publish.Properties[property] = Chain;
        }

        ShouldEndBeforeThePush(pushed, code);
    }

    [Theory]
    [InlineData("not the password", "IMGSIGN3004")]
    [InlineData(null, "IMGSIGN3003")]
    public async Task A_wrong_or_missing_password_ends_the_publish(string? password, string code)
    {
        await using var pushed = await StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var work = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1000);
        pushed.Publish.Write("signing.key", key.ExportEncryptedPkcs8PrivateKeyPem("right", work));
        var variable = $"IMAGESIGN_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, password);
        pushed.Publish.Properties["ImageSignKeyPasswordVariable"] = variable;
        ShouldEndBeforeThePush(pushed, code);
    }

    [Fact]
    public async Task A_key_that_is_missing_where_one_is_required_ends_the_publish()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties["ImageSignKey"] = " ";
        pushed.Publish.Properties["ImageSignRequired"] = "true";
        ShouldEndBeforeThePush(pushed, "IMGSIGN7001");
    }

    [Fact]
    public async Task An_annotation_that_cannot_be_signed_ends_the_publish()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Items.Add(("ImageSignAnnotation", "dev.imagesign.time", [("Value", "1970-01-01T00:00:00Z")]));
        ShouldEndBeforeThePush(pushed, "IMGSIGN1004");
    }

    [Fact]
    public async Task A_second_signer_is_looked_at_as_the_first()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Items.Add(("ImageSigner", "typo.key", []));
        ShouldEndBeforeThePush(pushed, "IMGSIGN3001");
    }

    [Fact]
    public async Task Two_detached_bundles_of_one_archive_end_the_publish()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties["ContainerArchiveOutputPath"] = "app.tar.gz";
        pushed.Publish.Items.Add(("ImageSigner", Leaf, []));
        ShouldEndBeforeThePush(pushed, "IMGSIGN7021");
    }

    [Theory]
    [InlineData("Wslc", "IMGSIGN7044")]
    [InlineData("MacOSContainer", "IMGSIGN7044")]
    public async Task An_engine_that_cannot_be_asked_ends_a_publish_that_must_be_signed(string engine, string code)
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties["ContainerRegistry"] = "";
        pushed.Publish.Properties["LocalRegistry"] = engine;
        pushed.Publish.Properties["ImageSignRequired"] = "true";
        ShouldEndBeforeThePush(pushed, code);
    }

    [Theory]
    [InlineData("WebPublishMethod", "Container")]
    [InlineData("PublishProfile", "DefaultContainer")]
    public async Task A_publish_that_says_that_it_makes_a_container_is_not_even_compiled(string property, string value)
    {
        await using var pushed = await StartAsync();
        pushed.Publish.GlobalProperties["_IsPublishing"] = "true";
        pushed.Publish.GlobalProperties[property] = value;
        pushed.Publish.Properties["ImageSignKey"] = "typo.key";
        var outcome = pushed.Publish.Publish("Publish", "PublishContainer");
        outcome.ShouldFailWith("IMGSIGN3001");
        Assert.DoesNotContain(Compiled, outcome.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publish_without_a_container_is_none_of_our_business()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.GlobalProperties["_IsPublishing"] = "true";
        pushed.Publish.Properties["ImageSignKey"] = "typo.key";
        pushed.Publish.Publish("Publish").ShouldSucceed();
    }

    [Theory]
    [InlineData("IsPublishable")]
    [InlineData("EnableSdkContainerSupport")]
    public async Task A_project_that_makes_no_container_in_a_solution_that_does_needs_no_key(string property)
    {
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = TestImages.Build() });
        pushed.Publish.Properties[property] = "false";
        pushed.Publish.Properties["ImageSignKey"] = "typo.key";
        pushed.Publish.Publish("ComputeContainerConfig").ShouldSucceed();
    }

    [Fact]
    public async Task The_remedy_is_written_out()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties["ImageSignFormats"] = "pgp";
        var message = pushed.Publish.Publish().Log.Errors[0].Message!;
        Assert.Contains("sigstore, cosign, notary-jws", message, StringComparison.Ordinal);
        Assert.DoesNotContain("{", message, StringComparison.Ordinal);
    }

    private static Task<PushedImages> StartAsync() => PushedImages.StartAsync(new FakePublish
    {
        Image = TestImages.Build(),
        Compile = $"""<Message Text="{Compiled}" Importance="high" />""",
        Push = $"""<Message Text="{Pushed}" Importance="high" />""",
    });

    private static void ShouldEndBeforeThePush(PushedImages pushed, string code)
    {
        var outcome = pushed.Publish.Publish();
        outcome.ShouldFailWith(code);
        Assert.DoesNotContain(Pushed, outcome.Log.ToString(), StringComparison.Ordinal);
    }
}
