namespace ImageSign.Testing.Registry;

/// <summary>A tag's newest digest, and the one to serve until it becomes visible.</summary>
internal sealed record TagValue(string Digest, DateTimeOffset VisibleFrom, string? Previous)
{
    public string? At(DateTimeOffset now) => now >= VisibleFrom ? Digest : Previous;
}
