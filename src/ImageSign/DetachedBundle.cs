using ImageSign.Oci;

namespace ImageSign;

/// <summary>The file with the signature of an image archive.</summary>
public static class DetachedBundle
{
    /// <summary>What it is called among the formats.</summary>
    public const string FormatName = "detached";

    /// <summary>The media type of what it signs.</summary>
    internal const string ArchiveMediaType = "application/x-tar";

    private const string Suffix = ".sigstore.json";

    /// <summary>Where the bundle of an archive is when nobody says otherwise.</summary>
    public static string Beside(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Name + Suffix;
    }

    /// <summary>True for an image in a file.</summary>
    internal static bool CanBeFor(ImageReference image) => image.Transport is Transport.DockerArchive or Transport.OciArchive;

    /// <summary>Refuses an image that is in no file.</summary>
    internal static void RequireArchive(ImageReference image)
    {
        if (!CanBeFor(image)) throw ErrorCodes.NotSupportedHere.With("--bundle", $"{image}, which is no image archive");
    }

    /// <summary>Reads the file.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // A pipe has no length, and opening one would wait for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 and var length }) throw ErrorCodes.BundleUnreadable.With(path, "it is missing or empty");
            if (length > Limits.MaxEnvelopeBytes) throw ErrorCodes.OverLimit.With($"The bundle '{path}'", $"{Limits.MaxEnvelopeBytes} bytes");
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.BundleUnreadable.Because(e, path, e.Message);
        }
    }
}
