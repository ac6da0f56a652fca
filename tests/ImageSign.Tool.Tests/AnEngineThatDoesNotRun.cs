using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests;

/// <summary>Docker's command line is installed, and no daemon is there.</summary>
public sealed class AnEngineThatDoesNotRun
{
    [Theory]
    [InlineData("python-test:latest"), InlineData("docker-daemon:python-test:latest")]
    public async Task It_is_said_with_how_to_name_the_registrys_image(string image)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the double of Docker is a shell script");
        using var path = new ToolOnPath();
        path.Add("docker", "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?' >&2; exit 1");
        path.Add("podman", "echo 'Cannot connect to Podman' >&2; exit 125");
        var (_, publicKey) = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(path.File("a"));
        var result = await ToolProcess.RunAsync(["verify", "-k", publicKey, image], new ProcessOptions { Environment = path.Environment }, TestContext.Current.CancellationToken);
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("error IMGSIGN1080: The command '", result.Error, StringComparison.Ordinal);
        Assert.Contains("docker.io/library/NAME:TAG", result.Error, StringComparison.Ordinal);
    }
}
