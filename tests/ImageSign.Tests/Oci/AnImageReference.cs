using CsCheck;
using ImageSign.Oci;

namespace ImageSign.Tests.Oci;

public sealed class AnImageReference
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("localhost:5000/app", "localhost:5000", "app", "latest", false)]
    [InlineData("localhost/app:1", "localhost", "app", "1", false)]
    [InlineData("ghcr.io/team/app:1", "ghcr.io", "team/app", "1", false)]
    [InlineData("docker://ghcr.io/team/app:1", "ghcr.io", "team/app", "1", false)]
    [InlineData("ghcr.io/app@sha256:" + Hex, "ghcr.io", "app", null, true)]
    [InlineData("ghcr.io/app:1@sha256:" + Hex, "ghcr.io", "app", "1", true)]
    [InlineData("docker.io/alpine", "docker.io", "library/alpine", "latest", false)]
    [InlineData("index.docker.io/alpine:3", "docker.io", "library/alpine", "3", false)]
    [InlineData("docker.io/team/app", "docker.io", "team/app", "latest", false)]
    [InlineData("[::1]:5000/app:1", "[::1]:5000", "app", "1", false)]
    [InlineData("127.0.0.1:5000/a/b/c:v1.0_x-y", "127.0.0.1:5000", "a/b/c", "v1.0_x-y", false)]
    [InlineData("registry-1.docker.io/alpine", "docker.io", "library/alpine", "latest", false)]
    [InlineData("Docker.IO/alpine", "docker.io", "library/alpine", "latest", false)]
    [InlineData("GHCR.io/team/app:V1", "ghcr.io", "team/app", "V1", false)]
    [InlineData("[2001:DB8::1]/app:1", "[2001:db8::1]", "app", "1", false)]
    [InlineData("registry.example:65535/app:1", "registry.example:65535", "app", "1", false)]
    public void Of_a_registry_has_a_host_a_repository_and_a_tag_or_digest(string text, string registry, string repository, string? tag, bool digest)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal((Transport.Registry, registry, repository, tag, digest), (image.Transport, image.Registry, image.Repository, image.Tag, image.Digest is not null));
    }

    [Theory]
    [InlineData("oci:dir", Transport.OciLayout, "dir", null)]
    [InlineData("oci:dir/sub:1", Transport.OciLayout, "dir/sub", "1")]
    [InlineData("oci-archive:file.tar:team/app:1", Transport.OciArchive, "file.tar", "team/app:1")]
    [InlineData("docker-archive:file.tar", Transport.DockerArchive, "file.tar", null)]
    [InlineData("oci:My Project/the layout:1", Transport.OciLayout, "My Project/the layout", "1")]
    [InlineData("oci-archive: a\tb\u00e9#&'\"$*?.tar ", Transport.OciArchive, " a\tb\u00e9#&'\"$*?.tar ", null)]
    [InlineData("docker-archive:C:\\My Files\\a.tar:team/app:1", Transport.DockerArchive, "C:\\My Files\\a.tar", "team/app:1")]
    [InlineData("oci:me@work/layout:1", Transport.OciLayout, "me@work/layout", "1")]
    [InlineData("oci:a@b", Transport.OciLayout, "a@b", null)]
    [InlineData("oci:dir/", Transport.OciLayout, "dir/", null)]
    [InlineData("registry:2", Transport.Unqualified, "registry", "2")]
    [InlineData("python-test:latest", Transport.Unqualified, "python-test", "latest")]
    [InlineData("team/app", Transport.Unqualified, "team/app", "latest")]
    public void Elsewhere_has_a_name_and_a_tag(string text, Transport transport, string name, string? tag)
    {
        var image = ImageReference.Parse(text);

        Assert.Equal((transport, name, tag), (image.Transport, image.Name, image.Tag));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--bogus")]
    [InlineData("-k")]
    [InlineData("ghcr.io/App:1")]
    [InlineData("ghcr.io/app:")]
    [InlineData("ghcr.io/app:a b")]
    [InlineData("ghcr.io/app@sha256:abc")]
    [InlineData("ghcr.io/app@sha512:" + Hex)]
    [InlineData("ghcr.io/app@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("ghcr.io//app")]
    [InlineData("ghcr.io/../app")]
    [InlineData("ghcr.io/")]
    [InlineData("user@ghcr.io/app")]
    [InlineData("ghcr.io:99999999/app")]
    [InlineData("docker://app")]
    [InlineData("oci:")]
    [InlineData("oci:dir:")]
    [InlineData("ghcr.io/app\n:1")]
    [InlineData("ghcr.io/app?x=1")]
    [InlineData("ghcr.io/app#x")]
    [InlineData("https://ghcr.io/app")]
    [InlineData("oci")] // its result would say oci:latest, a directory
    [InlineData("podman@sha256:" + Hex)]
    [InlineData("docker-daemon")]
    [InlineData("ghcr.io/app@md5:0123456789abcdef")]
    public void That_is_none_is_refused(string text) => Assert.Equal(ErrorCodes.InvalidReference, Assert.Throws<ImageSignException>(() => ImageReference.Parse(text)).Code);

    [Theory]
    [InlineData("registry.example:99999/app:1", "'99999' is not a port (1 to 65535)")]
    [InlineData("registry.example:65536/app:1", "'65536' is not a port")]
    [InlineData("registry.example:0/app:1", "'0' is not a port")]
    [InlineData("[::1]:70000/app:1", "'70000' is not a port")]
    [InlineData("[:::]/app:1", "':::' is not an IPv6 address")]
    [InlineData("[1.2.3.4]/app:1", "'1.2.3.4' is not an IPv6 address")]
    [InlineData("::1/app:1", "an IPv6 address stands in brackets")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example/app:1", "is not a registry host")]
    [InlineData("https://ghcr.io/team/app:1", "leave the scheme out: 'ghcr.io/team/app:1'")]
    [InlineData("http://localhost:5000/app/?x=1", "leave the scheme out: 'localhost:5000/app'")]
    [InlineData("docker://https://ghcr.io/app:1", "leave the scheme out: 'ghcr.io/app:1'")]
    [InlineData("ghcr.io/MyOrg/App:1", "in lower case: 'ghcr.io/myorg/app'")]
    [InlineData("MyOrg/app:1", "in lower case: 'myorg/app'")]
    [InlineData("MyApp:1", "in lower case: 'myapp'")]
    [InlineData("OCI:./layout", "the prefix is written oci:")]
    [InlineData("Docker://ghcr.io/app", "the prefix is written docker://")]
    [InlineData("./app.tar", "docker-archive:FILE or oci-archive:FILE")]
    [InlineData("/srv/My Files/app.tar", "docker-archive:FILE or oci-archive:FILE")]
    [InlineData("C:\\images\\app.tar", "docker-archive:FILE or oci-archive:FILE")]
    [InlineData("ghcr.io\\team\\app:1", "has no back-slash")]
    [InlineData("containers-storage:ghcr.io/team/app:1", "podman:NAME")]
    [InlineData("docker-image://ghcr.io/team/app:1", "without docker-image://")]
    [InlineData("ghcr.io/team/app/", "it ends with a slash")]
    [InlineData("ghcr.io/", "it names no repository")]
    public void That_is_none_is_answered_with_the_likely_mistake(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImageSignException>(() => ImageReference.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Has_a_host_that_can_be_resolved() =>
        Assert.Throws<ImageSignException>(() => ImageReference.Parse($"{string.Join('.', Enumerable.Repeat("label", 50))}/app:1"));

    [Theory]
    [InlineData("oci:My Project/a:1")]
    [InlineData("oci-archive:a b@c.tar@sha256:" + Hex)]
    [InlineData("docker-archive:a b.tar:x/y:1")]
    public void Of_a_path_is_read_again_as_it_is_written(string text)
    {
        Assert.Equal(text, ImageReference.Parse(text).ToString());
        Assert.Equal(ImageReference.Parse(text), ImageReference.Parse(ImageReference.Parse(text).ToString()));
    }

    [Theory, InlineData("ghcr.io/app@sha512:" + Hex + Hex), InlineData("oci:dir@sha512:" + Hex + Hex),
        InlineData("ghcr.io/app:1@blake3:" + Hex)]
    public void With_a_digest_of_another_algorithm_is_one_that_nothing_can_be_said_about(string text) =>
        Assert.Equal(ErrorCodes.DigestAlgorithm, Assert.Throws<ImageSignException>(() => ImageReference.Parse(text)).Code);

    [Fact]
    public void Is_read_again_as_it_is_written()
    {
        var part = Gen.Char["abc019"].Array[1, 6].Select(letters => new string(letters));
        Gen.Select(part, part, part).Sample((host, repository, tag) =>
        {
            var text = $"{host}.example:5000/{repository}:{tag}";
            return ImageReference.Parse(text).ToString() == text && ImageReference.Parse(text).TaggedName == text;
        });
    }

    [Fact]
    public void Never_fails_otherwise() => Gen.String.Sample(text =>
    {
        try
        {
            return ImageReference.Parse(text).Name.Length > 0;
        }
        catch (ImageSignException e)
        {
            return e.Code == ErrorCodes.InvalidReference;
        }
    });

    [Fact]
    public void Holds_a_digest_that_is_safe_in_a_path() => Gen.String.Sample(text => !Digest.TryParse(text, out var digest) || (digest.ToString() == text && digest.Hex.All(char.IsAsciiHexDigitLower)));

    [Theory, InlineData("sha256:../../x"), InlineData("sha256:" + Hex + "0"), InlineData("SHA256:" + Hex), InlineData("sha256:g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"), InlineData(null)]
    public void Holds_no_digest_of_another_spelling(string? text) => Assert.False(Digest.TryParse(text, out _));
}
