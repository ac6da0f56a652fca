using System.Text.Json.Nodes;
using ImageSign.Formats.Cosign;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Rule 10: what was signed inside an image, shown as a signature by digest, is refused by the real cosign, and by ours.</summary>
public sealed class CosignAndAnEmbeddedSignature : IDisposable
{
    private const string Label = "dev.imagesign.signatures.v1";

    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly CosignHome _cosign = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _cosign.Dispose();

    [Fact]
    public async Task Its_payload_moved_to_a_sig_tag_is_no_signature()
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(), "1");
        var (image, engine) = (registry.Reference("app", "1"), new Engine());
        await engine.SignAsync(image, Key, "embedded");
        var envelope = EnvelopeIn(registry);
        var (payload, signature) = (Convert.FromBase64String(envelope["payload"]!.GetValue<string>()), envelope["signatures"]![0]!["sig"]!.GetValue<string>());

        await AttachAsync(engine, image, payload, signature);

        // The same way in, with a payload that cosign signed itself: what refuses the other is the payload, not the way.
        Assert.False((await _cosign.TryVerifyAsync(image, Key, "--new-bundle-format=false")).Succeeded);
        (await engine.VerifyAsync(image, Key, request => request with { Formats = [CosignFormat.FormatName] })).MustNotBeTrusted(CheckIds.EnvelopeWellFormed);
        await _cosign.SignAsync(image, await _cosign.ImportAsync(Key, "key"), "cosign");
        await _cosign.VerifyAsync(image, Key, "--new-bundle-format=false");
    }

    /// <summary>The signed bytes of the envelope (PAE) as well, since that is what the signature is over.</summary>
    [Fact]
    public async Task The_bytes_that_it_really_signs_are_none_either()
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(), "1");
        var (image, engine) = (registry.Reference("app", "1"), new Engine());
        await engine.SignAsync(image, Key, "embedded");
        var envelope = EnvelopeIn(registry);
        var signed = Crypto.Dsse.PreAuthEncoding(envelope["payloadType"]!.GetValue<string>(), Convert.FromBase64String(envelope["payload"]!.GetValue<string>()));

        await AttachAsync(engine, image, signed, envelope["signatures"]![0]!["sig"]!.GetValue<string>());

        var cosign = await _cosign.TryVerifyAsync(image, Key, "--new-bundle-format=false");
        Assert.False(cosign.Succeeded, cosign.Output);
        (await engine.VerifyAsync(image, Key, request => request with { Formats = [CosignFormat.FormatName] })).MustNotBeTrusted(CheckIds.EnvelopeWellFormed);
    }

    private static JsonNode EnvelopeIn(TestRegistry registry)
    {
        var manifest = JsonNode.Parse(registry.Content.GetManifest("app", "1")!.Bytes)!;
        var config = JsonNode.Parse(registry.Content.GetBlob("app", manifest["config"]!["digest"]!.GetValue<string>())!)!;
        return JsonNode.Parse(Convert.FromBase64String(config["config"]!["Labels"]![Label]!.GetValue<string>()))![0]!;
    }

    private static async Task AttachAsync(Engine engine, string image, byte[] payload, string signature)
    {
        var reference = ImageReference.Parse(image);
        await using var store = Assert.IsType<IWritableImageStore>(engine.Options.OpenStore(reference), exactMatch: false);
        var subject = (await store.ResolveAsync(reference, Cancel)).Descriptor.Digest;
        var layer = Descriptor.Of(MediaTypes.SimpleSigning, payload) with { Annotations = new Dictionary<string, string> { ["dev.cosignproject.cosign/signature"] = signature } };
        var config = "{}"u8.ToArray();
        await store.WriteBlobAsync(layer, payload, Cancel);
        await store.WriteBlobAsync(Descriptor.Of(MediaTypes.OciConfig, config), config, Cancel);
        await store.AttachToSharedTagAsync(subject, CosignFormat.TagSuffix, ManifestWriter.Artifact(Descriptor.Of(MediaTypes.OciConfig, config), [layer], artifactType: null, subject: null, Descriptor.EmptyAnnotations), Cancel);
    }
}
