using ImageSign.Manifests;
using ImageSign.Oci;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Manifests;

/// <summary>Images are replaced, and nothing else.</summary>
public sealed class PinningManifests
{
    private static readonly Digest Verified = Digest.Of("verified"u8);

    [Theory]
    [InlineData("image: nginx:1 # keep", "image: PINNED # keep")]
    [InlineData("image:   \"nginx:1\"  ", "image:   \"PINNED\"  ")]
    [InlineData("image: 'nginx:1'\t# tab", "image: 'PINNED'\t# tab")]
    [InlineData("'image' : nginx", "'image' : PINNED")]
    [InlineData("image: !!str nginx", "image: !!str PINNED")]
    [InlineData("image: &a nginx\n  other: {image: *a }", "image: &a PINNED\n  other: {image: PINNED }")]
    [InlineData("{image: nginx, a: \"ü€😀\", b: {image: nginx}}", "{image: PINNED, a: \"ü€😀\", b: {image: PINNED}}")]
    [InlineData("a: \"ü€😀\" # 😀\n  image: nginx", "a: \"ü€😀\" # 😀\n  image: PINNED")]
    [InlineData("image:\n    nginx\n  a: 1", "image:\n    PINNED\n  a: 1")]
    public void Every_other_character_stays(string text, string expected)
    {
        const string head = "%YAML 1.2\n---\n# first\napiVersion: v1\nkind: Pod\nspec:\n  ";
        const string tail = "\n---\napiVersion: v1\nkind: Pod\nspec: { image: nginx }\n...\n# last";
        Assert.Equal(head + expected + tail.Replace("nginx", "PINNED", StringComparison.Ordinal), Manifest.Pinned(head + text + tail));
        var windows = (head + text + tail).ReplaceLineEndings("\r\n");
        Assert.Equal((head + expected + tail.Replace("nginx", "PINNED", StringComparison.Ordinal)).ReplaceLineEndings("\r\n"), Manifest.Pinned(windows));
    }

    [Fact]
    public void A_byte_order_mark_stays() => Assert.Equal("\uFEFFservices: {a: {image: PINNED}}", Manifest.Pinned("\uFEFFservices: {a: {image: nginx}}"));

    [Fact]
    public void Json_with_tabs_stays_json() => Assert.Equal(
        "{\t\"services\": {\n\t\t\"a\": {\"image\":\t\"PINNED\"}}}",
        Manifest.Pinned("{\t\"services\": {\n\t\t\"a\": {\"image\":\t\"nginx\"}}}"));

    [Theory]
    [InlineData("image: >-\n      nginx:1")]
    [InlineData("image: \"ngin\\x78\"")]
    public void An_image_that_is_not_written_as_it_reads_is_verified_but_not_pinned(string text)
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "a.yaml");
        File.WriteAllText(path, $"services:\n  a:\n    {text}\n");
        var manifests = ManifestSet.Read(path);

        Assert.StartsWith("docker.io/library/nginx:", Assert.Single(manifests.Images).ToString(), StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.CannotPin, Assert.Throws<ImageSignException>(manifests.RequirePinnable).Code);
    }

    [Fact]
    public void A_directory_is_one_stream_of_documents_in_the_order_of_the_names()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(directory.Path, "b"));
        File.WriteAllText(Path.Combine(directory.Path, "b", "pod.yml"), "---\napiVersion: v1\nkind: Pod\nspec: {containers: [{image: registry.example/b:1@sha256:" + new string('0', 64) + "}]}");
        File.WriteAllText(Path.Combine(directory.Path, "a.yaml"), "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: nginx}, {image: nginx}]}");
        File.WriteAllText(Path.Combine(directory.Path, "c.json"), """{"apiVersion": "v1", "kind": "Service"}""" + "\n");
        File.WriteAllText(Path.Combine(directory.Path, "README.md"), "image: none");
        var manifests = ManifestSet.Read(directory.Path);

        Assert.Equal(["docker.io/library/nginx:latest", "registry.example/b:1@sha256:" + new string('0', 64)], manifests.Images.Select(image => image.ToString()));
        Assert.Equal(
            $$"""
            apiVersion: v1
            kind: Pod
            spec: {containers: [{image: docker.io/library/nginx@{{Verified}}}, {image: docker.io/library/nginx@{{Verified}}}]}
            ---
            apiVersion: v1
            kind: Pod
            spec: {containers: [{image: registry.example/b@{{Verified}}}]}
            ---
            {"apiVersion": "v1", "kind": "Service"}

            """,
            manifests.Pin(_ => Verified));
    }
}
