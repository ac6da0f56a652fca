using System.Text;
using ImageSign.Oci;

namespace ImageSign.Rehearsals;

/// <summary>The smallest index of one image.</summary>
internal static class RehearsalImage
{
    public static ReadOnlyMemory<byte> Config { get; } = """{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Manifest { get; } = Json(
        $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(Config.Span)}}","size":{{Config.Length}}},"layers":[]}""");

    public static ReadOnlyMemory<byte> Index { get; } = Json(
        $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Digest.Of(Manifest.Span)}}","size":{{Manifest.Length}},"platform":{"os":"linux","architecture":"amd64"} }]}""");

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
