using ImageSign.Oci;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Notation;

public sealed class EightSignersAtOnce
{
    private const int Rounds = 20;
    private const int Signers = 8;

    [Fact]
    public async Task Every_signature_survives_in_every_round()
    {
        RealPeer.Require("docker-registry");
        using var home = new NotationHome();
        await using var registry = await DockerRegistry.StartAsync();
        using var http = new HttpClient();
        for (var round = 0; round < Rounds; round++)
        {
            var image = TestImages.Build(new TestImageOptions { Labels = new Dictionary<string, string> { ["round"] = $"{round}" } });
            await http.PushAsync(registry.Url, "app", image, ["1"], TestContext.Current.CancellationToken);
            var reference = ImageReference.Parse($"{registry.Host}/app@{image.Digest}");
            await Task.WhenAll(Enumerable.Range(0, Signers).Select(i => home.SignAsync(reference, "p256", "notary-jws", request => request with { Annotations = new Dictionary<string, string> { ["signer"] = $"{i}" } })));
            var result = await home.VerifyAsync(reference, request => request with { All = true });
            Assert.Equal(Signers, result.Verdict.Root.Flatten().Count(check => check is { Id: CheckIds.Signature, Passed: true }));
        }
    }
}
