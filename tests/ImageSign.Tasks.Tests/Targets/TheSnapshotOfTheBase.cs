using ImageSign.Oci;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

public sealed class TheSnapshotOfTheBase : IDisposable
{
    private static readonly TestImage Base = TestImages.Build();

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Is_read_by_the_build_that_wrote_it()
    {
        await WriteAsync("this-build");
        var snapshot = BaseImageSnapshot.Load(_directory.File("base.json"), "this-build", Base.Digest);
        Assert.Equal(Base.Digest, Assert.Single(snapshot.Platforms).Manifest.Descriptor.Digest.ToString());
    }

    [Theory]
    [InlineData("another-build", null)]
    [InlineData("this-build", "sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Of_another_build_or_another_base_is_refused(string build, string? digest)
    {
        await WriteAsync("this-build");
        ShouldBeRefused(build, digest ?? Base.Digest);
    }

    [Fact]
    public void That_is_missing_is_refused() => ShouldBeRefused("this-build", Base.Digest);

    [Fact]
    public async Task That_was_altered_is_refused()
    {
        await WriteAsync("this-build", [.. Base.Config, (byte)' ']);
        ShouldBeRefused("this-build", Base.Digest);
    }

    public void Dispose() => _directory.Dispose();

    private Task WriteAsync(string build, byte[]? config = null)
    {
        var manifest = (ImageManifest)ManifestDocument.Parse(Base.Manifest, Base.MediaType);
        var image = ImageReference.Parse($"localhost:5000/base@{Base.Digest}");
        return new BaseImageSnapshot(image, [new BasePlatformImage(manifest, config ?? Base.Config)]).WriteAsync(_directory.File("base.json"), build, TestContext.Current.CancellationToken);
    }

    private void ShouldBeRefused(string build, string digest) =>
        Assert.Equal(ErrorCodes.BaseSnapshotUnusable, Assert.Throws<ImageSignException>(() => BaseImageSnapshot.Load(_directory.File("base.json"), build, digest)).Code);
}
