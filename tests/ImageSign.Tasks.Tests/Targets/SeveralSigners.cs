using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class SeveralSigners
{
    [Fact]
    public async Task Each_signs_in_its_own_formats()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        var (release, releasePublic) = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256).Write(pushed.Publish.PathOf("release"));
        pushed.Publish.Items.Add(("ImageSigner", release, [("Format", "cosign")]));
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        var signed = Assert.Single(outcome.SignedImages);
        Assert.Equal("sigstore;cosign", signed.GetMetadataValue("Formats"));
        Assert.Equal(2, signed.GetMetadataValue("KeyId").Split(';').Length);
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, pushed.PublicKey, "sigstore");
        await VerifiedImages.ShouldBeSignedAsync(signed.EvaluatedInclude, releasePublic, "cosign");
        await VerifiedImages.ShouldNotBeSignedAsync(signed.EvaluatedInclude, releasePublic);
    }

    [Fact]
    public async Task A_key_may_come_from_a_variable()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        var variable = $"IMAGESIGN_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, PushedImages.Key.PrivatePem);
        pushed.Publish.Properties["ImageSignKey"] = "";
        pushed.Publish.Items.Add(("ImageSigner", $"env://{variable}", []));
        pushed.Publish.Publish().ShouldSucceed();

        await VerifiedImages.ShouldBeSignedAsync(pushed.Reference("1"), pushed.PublicKey, "sigstore");
    }
}
