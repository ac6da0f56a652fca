namespace ImageSign.Stores.Registry;

/// <summary>Checked content, with the media type that it was served as.</summary>
internal sealed record CachedContent(ReadOnlyMemory<byte> Bytes, string? ContentType);
