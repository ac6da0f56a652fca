namespace ImageSign.Keys;

/// <summary>A place that holds a key as text, or, in its stead, a reference to a key elsewhere.</summary>
internal interface IKeyText
{
    /// <summary>The text; whoever asks clears it.</summary>
    ValueTask<byte[]> ReadTextAsync(KeyReference reference, CancellationToken cancellationToken);
}
