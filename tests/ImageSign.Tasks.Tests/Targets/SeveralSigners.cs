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

    [Fact]
    public async Task A_signer_who_is_named_twice_signs_once()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Items.Add(("ImageSigner", @".\signing.key", []));
        pushed.Publish.Items.Add(("ImageSigner", "signing.key", [("Format", "sigstore; sigstore ;")]));
        var outcome = pushed.Publish.Publish();

        outcome.ShouldSucceed();
        Assert.Equal(2, Assert.Single(outcome.SignedImages).GetMetadataValue("SignatureDigests").Split(';').Length);
    }

    [Fact]
    public async Task ImageSignIfMissing_leaves_an_image_alone_that_the_key_has_signed()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties["ImageSignIfMissing"] = "true";
        var first = pushed.Publish.Publish();
        first.ShouldSucceed();
        Assert.NotEmpty(Assert.Single(first.SignedImages).GetMetadataValue("SignatureDigests"));
        var requests = pushed.Registry.Requests.All.Count;

        var second = pushed.Publish.Publish();

        second.ShouldSucceed();
        Assert.Empty(Assert.Single(second.SignedImages).GetMetadataValue("SignatureDigests"));
        Assert.DoesNotContain(pushed.Registry.Requests.All.Skip(requests), request => request.Method is "PUT" or "POST" or "PATCH");
    }
}
