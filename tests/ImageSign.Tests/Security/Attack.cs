using System.Text;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security;

/// <summary>A signed image whose documents an attacker who may push then rewrites.</summary>
internal sealed class Attack : IAsyncDisposable
{
    public const string Repository = "app";

    public Attack(TestRegistry registry) => Registry = registry;

    public static TestKeyPair Key { get; } = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    public TestRegistry Registry { get; }

    public static async Task<Attack> BeginAsync(bool referrersApi = true) => new(await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi }));

    public string At(string digest) => Registry.Reference(Repository, digest);

    /// <summary>Stores bytes as the manifest that a tag names, whatever a real registry would say to them.</summary>
    public string Put(string json, string mediaType, string tag = "1")
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return Registry.Content.PutManifestUnchecked(Repository, tag, TestDigest.Of(bytes), bytes, mediaType, TimeSpan.Zero).Digest;
    }

    /// <summary>An image whose manifest text was changed.</summary>
    public string PutImage(Func<string, string> change, string tag = "1")
    {
        var image = Registry.Content.PutImage(Repository, TestImages.Build(), "original");
        return Put(change(Encoding.UTF8.GetString(image.Manifest)), image.MediaType, tag);
    }

    /// <summary>A signature manifest of one layer at the subject's .sig tag, and as a referrer.</summary>
    public void PutSignature(string subject, byte[] envelope, string layerType, Func<string, string>? change = null, string annotations = "")
    {
        Registry.Content.PutBlob(Repository, envelope);
        Registry.Content.PutBlob(Repository, "{}"u8.ToArray());
        var target = Registry.Content.GetManifest(Repository, subject)!;
        var referrer = layerType == MediaTypes.SigstoreBundle;
        var manifest = $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}"{{(referrer ? $",\"artifactType\":\"{MediaTypes.SigstoreBundle}\"" : "")}},
            "config":{"mediaType":"{{MediaTypes.OciEmpty}}","digest":"{{Digest.Of("{}"u8)}}","size":2},
            "layers":[{"mediaType":"{{layerType}}","digest":"{{Digest.Of(envelope)}}","size":{{envelope.Length}}{{annotations}}}]
            {{(referrer ? $",\"subject\":{{\"mediaType\":\"{target.MediaType}\",\"digest\":\"{subject}\",\"size\":{target.Bytes.Length}}}" : "")}}}
            """;
        var bytes = Encoding.UTF8.GetBytes(change?.Invoke(manifest) ?? manifest);
        Registry.Content.PutManifestUnchecked(Repository, referrer ? null : $"{subject.Replace(':', '-')}.sig", TestDigest.Of(bytes), bytes, MediaTypes.OciManifest, TimeSpan.Zero);
    }

    public Task<SignResult> SignAsync(string reference, string format = "sigstore", Func<SignRequest, SignRequest>? with = null) => new Engine().SignAsync(At(reference), Key, format, with);

    public Task<VerifyResult> VerifyAsync(string reference, Func<VerifyRequest, VerifyRequest>? with = null) => new Engine().VerifyAsync(At(reference), Key, with);

    public ValueTask DisposeAsync() => Registry.DisposeAsync();
}
