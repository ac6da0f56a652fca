using System.Text.Json;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>The files under tests/vectors/notation.</summary>
internal static class NotationVectors
{
    /// <summary>The folder as it is in the repository.</summary>
    public static string Folder { get; } = Vectors.PathOf("notation");

    /// <summary>The trust stores.</summary>
    public static string TrustStore => Path.Combine(Folder, "config", "truststore");

    /// <summary>A policy file.</summary>
    public static string Policy(string name) => Path.Combine(Folder, "config", "policies", $"{name}.json");

    /// <summary>A layout.</summary>
    public static string Layout(string name) => Path.Combine(Vectors.Unpack("notation/layouts.tar.gz"), "layouts", name);

    /// <summary>The key and chain of an invalid certificate.</summary>
    public static string InvalidPki(string name) => Path.Combine(Vectors.Unpack("notation/pki-invalid.tar.gz"), "pki-invalid", name);

    /// <summary>The digest of the layout's first manifest: what the signatures in it are for.</summary>
    public static string TargetOf(string layout)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Layout(layout), "index.json")));
        var manifests = index.RootElement.GetProperty("manifests");
        var target = layout == "index-signed"
            ? manifests.EnumerateArray().First(entry => entry.GetProperty("mediaType").GetString() == "application/vnd.oci.image.index.v1+json")
            : manifests[0];
        return target.GetProperty("digest").GetString()!;
    }

    /// <summary>The one envelope in a layout, with its media type.</summary>
    public static (byte[] Bytes, string MediaType) Envelope(string layout)
    {
        foreach (var blob in Directory.EnumerateFiles(Path.Combine(Layout(layout), "blobs", "sha256")))
        {
            var bytes = File.ReadAllBytes(blob);
            if (bytes is [0xd2, 0x84, ..]) return (bytes, "application/cose");
            if (bytes.AsSpan().IndexOf("\"protected\""u8) >= 0) return (bytes, "application/jose+json");
        }

        throw new FileNotFoundException($"The layout {layout} holds no envelope.");
    }
}
