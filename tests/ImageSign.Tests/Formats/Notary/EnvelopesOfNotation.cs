using System.Text;
using ImageSign.Formats.Notary;
using ImageSign.Oci;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>Golden vectors: what notation wrote is what we write, byte for byte, when we say the same.</summary>
public sealed class EnvelopesOfNotation
{
    public static TheoryData<string> Layouts { get; } =
    [
        "jws-rsa2048", "jws-rsa3072", "jws-p256", "jws-expired", "jws-expiry-10y", "jws-metadata", "ts-jws-p256", "ts-jws-p521",
        "cose-p256", "cose-p384", "cose-rsa3072", "cose-rsa4096", "cose-expired", "cose-expiry-10y", "ts-cose-p256", "ts-cose-shortlived",
    ];

    [Theory, MemberData(nameof(Layouts))]
    public void Are_written_the_same(string layout)
    {
        var (bytes, mediaType) = NotationVectors.Envelope(layout);
        INotaryEnvelopeCodec codec = mediaType == MediaTypes.Jws ? new JwsEnvelopeCodec() : new CoseEnvelopeCodec();
        var read = codec.Read(bytes);
        var draft = codec.Draft(read.Attributes, read.Payload);
        Assert.Equal(read.ToBeSigned.ToArray(), draft.ToBeSigned.ToArray());
        var written = codec.Assemble(draft, read.Signature.Span, read.Chain, read.SigningAgent!, read.Timestamp);
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(written.Span));
    }

    [Fact]
    public void Are_held_by_the_same_manifest()
    {
        var expected = File.ReadAllBytes(Path.Combine(NotationVectors.Folder, "registry-capture", "signature-manifest-jws.json"));
        var manifest = (ImageManifest)ManifestDocument.Parse(expected, MediaTypes.OciManifest);
        var envelope = new JwsEnvelopeCodec().Read(File.ReadAllBytes(Path.Combine(NotationVectors.Folder, "registry-capture", "signature.jws")));
        var created = NotaryManifest.Create(manifest.Layers[0], manifest.Subject!, envelope.Chain, envelope.Attributes.SigningTime!.Value, new Dictionary<string, string>());
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(created.Raw.Span));
    }
}
