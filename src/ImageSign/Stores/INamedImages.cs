namespace ImageSign.Stores;

/// <summary>A place in which an image has names, each of which can be moved to another image.</summary>
public interface INamedImages
{
    /// <summary>Makes <paramref name="tag"/> of the same repository name <paramref name="current"/>, if it names <paramref name="old"/>; false, and nothing changed, when it names something else by now.</summary>
    Task<bool> MoveTagAsync(string tag, IImageContent old, IImageContent current, CancellationToken cancellationToken);
}
