using System.Text;
using ImageSign.Formats;
using ImageSign.Formats.Embedded;
using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Fuzz.Targets;

/// <summary>Image configurations, and the signatures inside them.</summary>
internal static class Configurations
{
    private static readonly EmbeddedFormat Embedded = new(Judge.Time);
    private static readonly VerificationContext Own = Judge.Context with { Keys = [Judge.SigningKey.PublicKey], Binding = ReferenceBinding.None, Annotations = Descriptor.EmptyAnnotations };

    public static void Config(byte[] input)
    {
        _ = ImageConfigPlatform.Read(input);
        Verify(input, Judge.Context);
        var signed = Judge.Wait(new ValueTask<ReadOnlyMemory<byte>>(Embedded.SignAsync(input, new SignedClaims { Subject = Judge.Subject.Digest }, Judge.SigningKey, CancellationToken.None)));
        if (CanonicalConfig.Read(signed).Descriptor.Digest != CanonicalConfig.Read(input).Descriptor.Digest) throw new PropertyViolatedException("signing changed what is signed");
        if (CanonicalConfig.Read(input).Layers.All(layer => layer == EmptyLayers.Layer) && !Verify(signed.ToArray(), Own)) throw new PropertyViolatedException("what was signed is not verified");
    }

    /// <summary>The array of envelopes that the label holds.</summary>
    public static void Label(byte[] input) => Verify(
        Encoding.UTF8.GetBytes($$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{"{{{SignatureLabel.Name}}}":"{{{Convert.ToBase64String(input)}}}"}},"rootfs":{"type":"layers","diff_ids":[]}}"""), Judge.Context);

    public static void Layer(byte[] input)
    {
        using var layer = LayerContent.OpenAsync(new MemoryStream(input), "1 of 1", CancellationToken.None).GetAwaiter().GetResult();
        _ = layer.FinishAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    private static bool Verify(byte[] config, VerificationContext context)
    {
        var checks = EmbeddedFormat.VerifyAsync(new EmptyLayers(config), context, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var check in checks) Judge.Require(check);
        return checks.Any(check => check.Passed);
    }
}
