namespace ImageSign.Oci;

/// <summary>A reference as somebody types it. The disk is looked at too, so that a file is not taken for an image of that name.</summary>
public static class ImageArgument
{
    private const string LayoutPrefix = "oci:";
    private static readonly string[] ArchiveEndings = [".tar", ".tar.gz", ".tgz"];

    /// <summary>As <see cref="ImageReference.Parse"/>, but a file, or a registry behind <c>oci://</c>, is refused with what
    /// to write.</summary>
    public static ImageReference Parse(string text)
    {
        var image = ParseUnlessFile(text);
        // helm and flux write oci:// in front of a registry; here oci: is followed by a path, and //registry.example is one.
        var isAddress = image.Transport == Transport.OciLayout && image.Name is ['/', '/', not '/', ..];
        if (isAddress && !Directory.Exists(image.Name) && Named(text) is { } named)
        {
            throw Invalid(text, $"there is no such directory; an image in a registry is written without oci://: {named}");
        }

        return image;
    }

    private static ImageReference ParseUnlessFile(string text)
    {
        try
        {
            var image = ImageReference.Parse(text);
            if (image.Transport is not (Transport.Registry or Transport.Unqualified) || !IsArchive(text)) return image;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.InvalidReference && IsArchive(text))
        {
            // What it is says more than why it is no name.
        }

        throw Invalid(text, $"it is a file: an archive is written docker-archive:{text} or oci-archive:{text}");
    }

    private static bool IsArchive(string text) =>
        Array.Exists(ArchiveEndings, ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && File.Exists(text);

    private static string? Named(string text)
    {
        var name = text[(LayoutPrefix.Length + 2)..];
        try
        {
            return ImageReference.Parse(name).Transport == Transport.Registry ? name : null;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.InvalidReference)
        {
            return null;
        }
    }

    private static ImageSignException Invalid(string text, string reason) => ErrorCodes.InvalidReference.With(text, reason);
}
