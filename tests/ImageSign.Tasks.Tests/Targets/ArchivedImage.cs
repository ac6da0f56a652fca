using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>An archive that the SDK has "written", and a project with a key, ready to publish.</summary>
internal sealed class ArchivedImage : IDisposable
{
    public ArchivedImage(TestImage image, params string[] tags)
    {
        Publish = new FakePublish { Image = image, Tags = tags is [] ? ["1"] : tags };
        Publish.Properties["ContainerArchiveOutputPath"] = "out/app.tar.gz";
        Publish.Properties["ContainerRegistry"] = "registry.example"; // the archive wins
        Publish.Properties["ImageSignKey"] = "signing.key";
        PublicKey = PushedImages.Key.Write(Publish.PathOf("signing")).PublicKey;
        SdkArchive.Write(File, "team/app", Publish.Tags, image);
    }

    public FakePublish Publish { get; }

    public string PublicKey { get; }

    public string File => Publish.PathOf("out/app.tar.gz");

    public string Bundle => $"{File}.sigstore.json";

    /// <summary>Adds a second signer, and says what its public key is.</summary>
    public string AddSigner(params (string Name, string Value)[] metadata)
    {
        var (release, publicKey) = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256).Write(Publish.PathOf("release"));
        Publish.Items.Add(("ImageSigner", release, metadata));
        return publicKey;
    }

    public void Dispose() => Publish.Dispose();
}
