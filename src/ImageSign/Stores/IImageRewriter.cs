namespace ImageSign.Stores;

/// <summary>A place in which an image can be given another configuration, which makes it another image under the same names.</summary>
public interface IImageRewriter
{
    /// <summary>Puts the image with <paramref name="config"/> in the place of <paramref name="image"/>; either the old one or the new one is there, never half of one.</summary>
    Task<RewrittenImage> RewriteAsync(IImageContent image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken);
}
