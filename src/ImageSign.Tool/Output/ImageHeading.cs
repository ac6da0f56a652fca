using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>The first line of a result: which bytes, and where they were.</summary>
internal static class ImageHeading
{
    /// <summary><c>localhost:5000/app@sha256:… (registry localhost:5000, tag 1)</c>.</summary>
    public static TextNode Of(ImageReference image)
    {
        var pinned = image.Digest is null ? image : image with { Tag = null };
        var tag = image.Digest is null || image.Tag is null ? "" : $", tag {image.Tag}";
        return TextNode.Line(Mark.None, $"{pinned} ({PlaceOf(image)}{tag})");
    }

    private static string PlaceOf(ImageReference image) => image.Transport switch
    {
        Transport.Registry => $"registry {image.Registry}",
        Transport.OciLayout => "OCI layout",
        Transport.OciArchive => "OCI archive",
        Transport.DockerArchive => "Docker archive",
        Transport.DockerDaemon => "local Docker",
        Transport.Podman => "local Podman",
        _ => image.Digest is null ? "not resolved" : "local engine",
    };
}
