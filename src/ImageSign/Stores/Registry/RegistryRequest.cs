namespace ImageSign.Stores.Registry;

/// <summary>A request that can be sent again: method, address relative to <c>/v2/</c> or absolute, and a body in memory.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Relative to <c>/v2/</c>, or an absolute address that the registry named.</param>
/// <param name="Repository">The repository whose scope the request needs.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Path, string Repository)
{
    /// <summary>True when the request changes something: it needs the scope <c>push</c>.</summary>
    public bool Writes => Method != HttpMethod.Get && Method != HttpMethod.Head;

    /// <summary>Another repository that the request reads too: the one that a blob is mounted from.</summary>
    public string? From { get; init; }

    /// <summary>True when there is another way to the same end: any answer is the last one, and none is a failure yet.</summary>
    public bool HasAlternative { get; init; }

    /// <summary>How long the content is that is asked for, in bytes, when a descriptor says so.</summary>
    public long? ContentSize { get; init; }

    /// <summary>Media types that are accepted.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>The body, or null.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Opens a body that is too large for memory, with its length in bytes; called anew for each attempt.</summary>
    public (Func<CancellationToken, Task<Stream>> Open, long Length)? Upload { get; init; }

    /// <summary>True when a successful answer's body is to be left unread, as <see cref="RegistryAnswer.Stream"/>.</summary>
    public bool Streams { get; init; }

    /// <summary>What must hold each time that the request is sent, also when it is sent again; an exception is the answer then.</summary>
    public Func<CancellationToken, Task>? Before { get; init; }

    /// <summary>The media type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Which bytes of an upload the body is, or null.</summary>
    public string? ContentRange { get; init; }

    /// <summary>Largest answer body, in bytes.</summary>
    public int Limit { get; init; } = Oci.Limits.MaxListingBytes;

    /// <summary>What is read, for the message when it is over the limit.</summary>
    public string What { get; init; } = "The registry's answer";

    public async ValueTask<HttpRequestMessage> ToMessageAsync(Uri address, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(Method, address);
        if (Content is { } content)
        {
            message.Content = new ReadOnlyMemoryContent(content);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        else if (Upload is { } upload)
        {
            message.Content = new StreamContent(await upload.Open(cancellationToken).ConfigureAwait(false));
            message.Content.Headers.ContentLength = upload.Length;
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        else if (Writes)
        {
            message.Content = new ByteArrayContent([]);
        }

        if (ContentRange is not null) message.Content?.Headers.TryAddWithoutValidation("Content-Range", ContentRange);
        // RFC 9110, section 12.5.3: without the field, "any content coding is considered acceptable".
        if (!Writes) message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        foreach (var type in Accept) message.Headers.TryAddWithoutValidation("Accept", type);
        return message;
    }
}
