using ImageSign.Oci;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Oci;

public sealed class AReferenceThatIsTyped : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void That_names_a_file_is_refused_with_the_prefixes_of_archives()
    {
        var file = _directory.Write("My App.tar", "");

        Assert.Contains("docker-archive:", Refusal(file), StringComparison.Ordinal);
        Assert.Contains("oci-archive:", Refusal(Path.GetRelativePath(Environment.CurrentDirectory, file)), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_ending_of_an_archive_names_an_image_when_there_is_no_such_file() =>
        Assert.Equal(Transport.Unqualified, ImageArgument.Parse("an-app-without-file.tar").Transport);

    [Theory, InlineData("registry.example/app:1"), InlineData("127.0.0.1:5000/team/app:1"), InlineData("registry.example/app")]
    public void As_helm_writes_registries_is_answered_with_the_name(string name) =>
        Assert.EndsWith($"without oci://: {name}.", Refusal($"oci://{name}"), StringComparison.Ordinal);

    [Fact]
    public void With_two_slashes_is_a_path_where_the_directory_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "two slashes begin the name of a server on Windows");

        Assert.Equal($"/{_directory.Path}", ImageArgument.Parse($"oci:/{_directory.Path}").Name);
    }

    private static string Refusal(string text)
    {
        var refusal = Assert.Throws<ImageSignException>(() => ImageArgument.Parse(text));
        Assert.Equal(ErrorCodes.InvalidReference, refusal.Code);
        return refusal.Message;
    }
}
