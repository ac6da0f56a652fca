using ImageSign.Formats.Embedded;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Archive;

/// <summary><see cref="SignRequest.OnlyImage"/>: whoever made an archive knows what is in it, and signs nothing else (rule 4).</summary>
public sealed class AnArchiveOfOneImage : IDisposable
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TempDirectory _directory = new();

    public static TheoryData<string, string, string> Places => new()
    {
        { "podman-docker.tar", "docker-archive", "" },
        { "podman-docker.tar", "docker-archive", EmbeddedFormat.FormatName },
        { "podman-oci.tar", "oci-archive", DetachedBundle.FormatName },
        { "podman-oci.tar", "oci-archive", "sigstore" },
    };

    public void Dispose() => _directory.Dispose();

    [Theory, MemberData(nameof(Places))]
    public async Task Is_signed_as_that(string vector, string transport, string format)
    {
        var (reference, file) = await CopyAsync(vector, transport);
        await SignAsync(reference, file, format);
        (await new Engine().VerifyAsync((reference with { Digest = null }).ToString(), Key)).MustBeTrusted();
    }

    [Theory, MemberData(nameof(Places))]
    public async Task Is_not_signed_when_it_is_another_image(string vector, string transport, string format)
    {
        var (reference, file) = await CopyAsync(vector, transport);
        await ShouldBeRefusedAsync(ErrorCodes.ImageNotFound, reference.At(Digest.Of([])), file, format);
    }

    [Theory]
    [InlineData("")]
    [InlineData(EmbeddedFormat.FormatName)]
    public async Task Is_not_signed_when_there_is_a_second_image(string format)
    {
        var (reference, file) = await CopyAsync("podman-two-images.tar", "docker-archive");
        await ShouldBeRefusedAsync(ErrorCodes.ArchiveHoldsOthers, reference, file, format);
    }

    private static async Task ShouldBeRefusedAsync(ErrorCode code, ImageReference reference, string file, string format)
    {
        var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(code, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(reference, file, format))).Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    private static Task<SignResult> SignAsync(ImageReference reference, string file, string format) => new Engine().SignAsync(reference.ToString(), Key, format, request => request with
    {
        Formats = format is "" or DetachedBundle.FormatName ? [] : [format],
        BundleFile = format is DetachedBundle.FormatName ? $"{file}.sigstore.json" : null,
        OnlyImage = true,
    });

    /// <summary>The vector's first image, by digest.</summary>
    private async Task<(ImageReference Reference, string File)> CopyAsync(string vector, string transport)
    {
        var file = _directory.File("image.tar");
        File.Copy(Vectors.PathOf($"archives/{vector}"), file);
        var reference = ImageReference.Parse($"{transport}:{file}");
        using var archive = await ImageSign.Stores.Archive.WholeArchive.OpenAsync(reference, TestContext.Current.CancellationToken);
        return (reference.At(archive.Images[0]), file);
    }
}
