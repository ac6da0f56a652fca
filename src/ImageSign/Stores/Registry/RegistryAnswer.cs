using System.Net;
using System.Net.Http.Headers;

namespace ImageSign.Stores.Registry;

/// <summary>A registry's answer, read to its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The answer's headers.</param>
/// <param name="ContentType">The media type of the body, as <see cref="ServedType"/> reads it; null when there was none or it says
/// nothing.</param>
/// <param name="Body">The body, at most the limit that was asked for.</param>
/// <param name="Address">Where the answer came from.</param>
internal sealed record RegistryAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, string? ContentType, ReadOnlyMemory<byte> Body, Uri Address)
{
    /// <summary>The body, unread, when the request asked for it and the answer is a success; whoever asked disposes it.</summary>
    public Stream? Stream { get; init; }

    /// <summary>True when a content coding was undone that nobody had asked for.</summary>
    public bool WasCoded { get; init; }

    public bool Succeeded => (int)Status is >= 200 and < 300;

    /// <summary>All values of a header, in order.</summary>
    public IEnumerable<string> Values(string name) => Headers.TryGetValues(name, out var values) ? values : [];

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
