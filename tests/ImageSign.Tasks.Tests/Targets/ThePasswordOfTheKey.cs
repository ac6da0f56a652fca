using System.Security.Cryptography;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class ThePasswordOfTheKey
{
    private const string Password = "correct horse: battery, staple";

    private static readonly TestImage Image = TestImages.Build();

    [Fact]
    public async Task Comes_from_the_variable_that_the_project_names()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        Encrypt(pushed);
        pushed.Publish.Properties["ImageSignKeyPasswordVariable"] = Variable(Password);
        pushed.Publish.Publish().ShouldSucceed();
        await VerifiedImages.ShouldBeSignedAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore");
    }

    [Fact]
    public async Task May_come_from_a_variable_of_the_signer_s_own()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        Encrypt(pushed);
        pushed.Publish.Properties["ImageSignKey"] = "";
        pushed.Publish.Items.Add(("ImageSigner", "signing.key", [("PasswordVariable", Variable(Password))]));
        pushed.Publish.Publish().ShouldSucceed();
        await VerifiedImages.ShouldBeSignedAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore");
    }

    [Theory]
    [InlineData("not the password", "IMGSIGN3004")]
    [InlineData(null, "IMGSIGN3003")]
    public async Task Wrong_or_missing_fails_the_publish_before_anything_is_sent(string? password, string code)
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        Encrypt(pushed);
        pushed.Publish.Properties["ImageSignKeyPasswordVariable"] = Variable(password);
        pushed.Publish.Publish().ShouldFailWith(code);
        Assert.Empty(pushed.Registry.Requests.All);
    }

    [Theory]
    [InlineData("DOTNET_SIGNING_PASSWORD")]
    [InlineData("dotnet_signing_password")]
    [InlineData("MSBUILDPASSWORD")]
    [InlineData("COMPLUS_Password")]
    [InlineData("correct horse")]
    [InlineData("hunter2!")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----")]
    [InlineData("MHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY9PuoAoGCCqGSM49AwEHoUQDQgAE")]
    public async Task Must_be_given_by_a_variable_s_name_and_what_is_not_one_is_not_repeated(string value)
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Properties["ImageSignKeyPasswordVariable"] = value;
        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith("IMGSIGN7005");
        Assert.DoesNotContain(value, outcome.Log.Errors[0].Message, StringComparison.OrdinalIgnoreCase);
    }

    private static string Variable(string? value)
    {
        var name = $"IMAGESIGN_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, value);
        return name;
    }

    private static void Encrypt(PushedImages pushed)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(PushedImages.Key.PrivatePem);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1000));
        pushed.Publish.Write("signing.key", pem);
    }
}
