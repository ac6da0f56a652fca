using System.Text;
using System.Text.Json;
using ImageSign.Formats.Sigstore;
using ImageSign.Testing.Files;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Fuzz.Seeds;

/// <summary>Finds the parts of keyless signatures in the vectors.</summary>
internal static class KeylessSeeds
{
    private static readonly string[] Layouts =
        ["v2", "v2b", "all", "v1", "v1-tsa", "github", "gitlab", "own-p384", "shape-01-promise-only"];

    private static readonly Lazy<IReadOnlyList<byte[]>> All = new(
        () => [.. Layouts.SelectMany(Blobs).Where(blob => blob.AsSpan().IndexOf("verificationMaterial"u8) >= 0)]);

    public static IEnumerable<byte[]> Bundles() => All.Value;

    public static IEnumerable<byte[]> Roots() =>
        Directory.EnumerateFiles(Vectors.PathOf("keyless/trust"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    public static IEnumerable<byte[]> Notes() => Materials()
        .SelectMany(material => material.Entries)
        .Select(entry => entry.Proof?.Checkpoint)
        .OfType<string>()
        .Select(Encoding.UTF8.GetBytes);

    public static IEnumerable<byte[]> Timestamps() =>
        Materials().SelectMany(material => material.Timestamps).Select(response => response.ToArray());

    public static IEnumerable<byte[]> Certificates() => Materials().Select(material => material.Certificate!.Value.ToArray());

    public static IEnumerable<byte[]> Promises() => Certificates()
        .Select(der => SigningCertificate.Read(der).Certificate.Extensions[SignedCertificateTimestamp.ListOid]?.RawData).OfType<byte[]>();

    /// <summary>As <see cref="Targets.Keyless.Annotations"/> reads them.</summary>
    public static IEnumerable<byte[]> Annotations()
    {
        foreach (var blob in Blobs("legacy").Concat(Blobs("legacy-tsa")))
        {
            if (blob.AsSpan().IndexOf("dev.sigstore.cosign/bundle"u8) < 0) continue;
            using var manifest = JsonDocument.Parse(blob);
            var layer = manifest.RootElement.GetProperty("layers")[0].GetProperty("annotations");
            string[] lines =
            [
                Text("dev.cosignproject.cosign/signature"),
                Text("dev.sigstore.cosign/certificate"),
                Text("dev.sigstore.cosign/bundle"),
                Text("dev.sigstore.cosign/rfc3161timestamp"),
                "{}",
            ];
            yield return Encoding.UTF8.GetBytes(string.Join('\n', lines));

            string Text(string name) => layer.TryGetProperty(name, out var value)
                ? value.GetString()!.Replace("\n", "\\n", StringComparison.Ordinal)
                : "";
        }
    }

    private static IEnumerable<SignatureMaterial> Materials() =>
        All.Value.Select(blob => SigstoreBundle.Parse(blob, withEvidence: true).Evidence!);

    private static IEnumerable<byte[]> Blobs(string layout)
    {
        var folder = Path.Combine(Vectors.Unpack("keyless/layouts.tar.gz"), "oci", layout, "blobs", "sha256");
        return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);
    }
}
