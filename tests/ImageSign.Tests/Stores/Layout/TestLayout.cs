using System.Text;
using ImageSign.Oci;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Stores.Layout;

/// <summary>A small layout that a test makes, with an image tagged <c>1</c>.</summary>
internal sealed class TestLayout : IDisposable
{
    private readonly TempDirectory _directory = new();

    public TestLayout(string? index = null)
    {
        Write("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        var config = WriteBlob(MediaTypes.OciConfig, """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}"""u8.ToArray());
        Image = ManifestWriter.Artifact(config, [], artifactType: null, subject: null, Descriptor.EmptyAnnotations);
        WriteBlob(MediaTypes.OciManifest, Image.Raw.ToArray());
        Index = (index ?? """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{ENTRY}]}""").Replace("{ENTRY}", Entry("1"), StringComparison.Ordinal);
    }

    public string Path => _directory.Path;

    /// <summary>The image.</summary>
    public ImageManifest Image { get; }

    public Digest Digest => Image.Descriptor.Digest;

    /// <summary>The text of index.json.</summary>
    public string Index
    {
        get => File.ReadAllText(_directory.File("index.json"));
        set => Write("index.json", Encoding.UTF8.GetBytes(value));
    }

    public string BlobPath(Digest digest) => _directory.File("blobs", "sha256", digest.Hex);

    public string Entry(string name) => Entry(name, Image.Descriptor);

    public static string Entry(string name, Descriptor target) =>
        $$$"""{"mediaType":"{{{target.MediaType}}}","digest":"{{{target.Digest}}}","size":{{{target.Size}}},"annotations":{"org.opencontainers.image.ref.name":"{{{name}}}"}}""";

    public Descriptor WriteBlob(string mediaType, byte[] content)
    {
        var descriptor = Descriptor.Of(mediaType, content);
        Write(System.IO.Path.Combine("blobs", "sha256", descriptor.Digest.Hex), content);
        return descriptor;
    }

    /// <summary>An artifact that refers to the image, told from others by <paramref name="number"/>.</summary>
    public ImageManifest Referrer(int number) => ManifestWriter.Artifact(
        ManifestWriter.EmptyConfig, [ManifestWriter.EmptyConfig], "application/vnd.example", Image.Descriptor, new Dictionary<string, string> { ["number"] = $"{number}" });

    public void Dispose() => _directory.Dispose();

    private void Write(string name, byte[] content)
    {
        var path = _directory.File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
