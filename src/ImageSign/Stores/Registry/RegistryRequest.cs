namespace ImageSign.Stores.Registry;

/// <summary>A request that can be sent again: method, address relative to <c>/v2/</c> or absolute, and a body in memory.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Relative to <c>/v2/</c>, or an absolute address that the registry named.</param>
/// <param name="Repository">The repository whose scope the request needs.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Path, string Repository)
{
    /// <summary>True when the request changes something: it needs the scope <c>push</c>.</summary>
    public bool Writes => Method != HttpMethod.Get && Method != HttpMethod.Head;

    /// <summary>Media types that are accepted.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>The body, or null.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The media type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Largest answer body, in bytes.</summary>
    public int Limit { get; init; } = Oci.Limits.MaxListingBytes;

    /// <summary>What is read, for the message when it is over the limit.</summary>
    public string What { get; init; } = "The registry's answer";

    public HttpRequestMessage ToMessage(Uri address)
    {
        var message = new HttpRequestMessage(Method, address);
        if (Content is { } content)
        {
            message.Content = new ReadOnlyMemoryContent(content);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        else if (Writes)
        {
            message.Content = new ByteArrayContent([]);
        }

        foreach (var type in Accept) message.Headers.TryAddWithoutValidation("Accept", type);
        return message;
    }
}
