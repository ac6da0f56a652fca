using ImageSign.Tasks.Tests.Packages;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>The double of Docker, in the PATH of an MSBuild of its own. What real engines do is in <see cref="EveryPlace"/>.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class AnEngine : IDisposable
{
    private static readonly TestImage Image = TestImages.Build(new TestImageOptions { Docker = true });

    private readonly TemporaryDirectory _directory = new();
    private readonly FakePublish _publish = new() { Image = Image, Tags = ["1", "latest"] };

    public void Dispose()
    {
        _publish.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task In_which_the_tag_names_another_image_by_now_is_left_alone()
    {
        var docker = await LoadAsync(TestImages.Build(new TestImageOptions { Docker = true, Env = ["OTHER=1"] }));
        var before = docker.Find("team/app:1");

        Assert.Contains("error IMGSIGN7003", await PublishAsync(docker.Directory), StringComparison.Ordinal);
        Assert.Equal(before, docker.Find("team/app:1"));
    }

    [Fact]
    public async Task Takes_signatures_inside_the_image_only()
    {
        var docker = await LoadAsync(Image);
        _publish.Properties["ImageSignFormats"] = "sigstore";

        Assert.Contains("error IMGSIGN1006", await PublishAsync(docker.Directory), StringComparison.Ordinal);
        Assert.Equal(TestDigest.Of(Image.Config), docker.Find("team/app:1"));
    }

    [Fact]
    public async Task That_does_not_answer_is_named_in_the_error()
    {
        Directory.CreateDirectory(_directory.File("empty"));
        Assert.Contains("error IMGSIGN7023", await PublishAsync(_directory.File("empty")), StringComparison.Ordinal);
        _publish.Properties["LocalRegistry"] = "Docker";
        Assert.Contains("error IMGSIGN2024", await PublishAsync(_directory.File("empty")), StringComparison.Ordinal);
    }

    private async Task<DockerDouble> LoadAsync(TestImage image)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The double is a shell script.");
        var docker = DockerDouble.Create(_directory.File("docker"));
        SdkArchive.Write(_directory.File("image.tar"), "team/app", _publish.Tags, image);
        await docker.LoadAsync(_directory.File("image.tar"), TestDigest.Of(image.Config));
        return docker;
    }

    private async Task<string> PublishAsync(string path)
    {
        PushedImages.Key.Write(_publish.PathOf("signing"));
        _publish.Properties["ImageSignKey"] = "signing.key";
        var environment = new Dictionary<string, string?> { ["PATH"] = path == _directory.File("empty") ? path : $"{path}:/usr/bin:/bin" };
        var result = await Dotnet.RunAsync(Path.GetTempPath(), environment, "msbuild", _publish.WriteProject(), "-t:PublishContainer");
        Assert.False(result.Succeeded, result.Output);
        return result.Output;
    }
}
