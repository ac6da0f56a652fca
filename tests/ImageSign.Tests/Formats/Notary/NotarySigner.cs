using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>A copy of the unsigned layout, and requests to sign it with the keys of the vectors and to verify it with their roots.</summary>
internal sealed class NotarySigner : IDisposable
{
    private readonly TempDirectory _directory = new();

    public NotarySigner(TimeProvider? time = null, string layout = "unsigned")
    {
        Engine = new NotaryEngine(time);
        Layout = _directory.Copy(NotationVectors.Layout(layout), "layout");
        Image = ImageReference.Parse($"oci:{Layout}@{NotationVectors.TargetOf(layout)}");
    }

    public NotaryEngine Engine { get; init; }

    public string Layout { get; }

    public ImageReference Image { get; }

    public static SignRequest SignRequest(ImageReference image, string key, string format) => new(image, new KeyReference(KeyScheme.File, Path.Combine(NotationVectors.Folder, "pki", key, "leaf.key")))
    {
        CertificateChainFile = Path.Combine(NotationVectors.Folder, "pki", key, "chain.pem"),
        Formats = [format],
    };

    public static VerifyRequest VerifyRequest(ImageReference image, string policy) => new(image)
    {
        PolicyFile = NotationVectors.Policy(policy),
        TrustStoreDirectory = NotationVectors.TrustStore,
        Scope = "local/test",
    };

    public Task<SignResult> SignAsync(string key, string format, Func<SignRequest, SignRequest>? change = null)
    {
        var request = SignRequest(Image, key, format);
        return Engine.SignAsync(change is null ? request : change(request));
    }

    public Task<VerifyResult> VerifyAsync(string policy = "strict", Func<VerifyRequest, VerifyRequest>? change = null)
    {
        var request = VerifyRequest(Image, policy);
        return Engine.VerifyAsync(change is null ? request : change(request));
    }

    public void Dispose()
    {
        Engine.Dispose();
        _directory.Dispose();
    }
}
