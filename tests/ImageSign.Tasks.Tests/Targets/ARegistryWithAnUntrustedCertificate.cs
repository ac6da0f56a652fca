using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class ARegistryWithAnUntrustedCertificate
{
    [Fact]
    public async Task Fails_the_publish()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN2009");
    }

    [Fact]
    public async Task Is_signed_in_when_the_project_names_it_as_insecure()
    {
        await using var pushed = await StartAsync();
        pushed.Publish.Properties["ImageSignInsecureRegistries"] = $"elsewhere.example;{pushed.Registry.Host}";
        pushed.Publish.Publish().ShouldSucceed();
    }

    private static Task<PushedImages> StartAsync() =>
        PushedImages.StartAsync(new FakePublish { Image = TestImages.Build() }, new TestRegistryOptions { Https = true });
}
