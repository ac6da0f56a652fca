using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Rehearsals;

/// <summary>A registry with the referrers API that exists in memory only. It answers what the engine asks, no more.</summary>
internal sealed class RehearsalRegistry : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, (ReadOnlyMemory<byte> Bytes, string Type)> _content = new(StringComparer.Ordinal);

    public void Put(ReadOnlyMemory<byte> bytes, string type, string? tag = null)
    {
        _content[Digest.Of(bytes.Span).ToString()] = (bytes, type);
        if (tag is not null) _content[tag] = (bytes, type);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var name = address.Segments[^1];
        if (request.Method == HttpMethod.Post) return new(HttpStatusCode.Accepted) { Headers = { Location = new Uri(address, "1") } };
        if (request.Method == HttpMethod.Put)
        {
            var bytes = await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            Put(bytes, request.Content.Headers.ContentType?.MediaType ?? "");
            return new(HttpStatusCode.Created) { Headers = { { "OCI-Subject", "yes" } } };
        }

        if (address.Segments[^2] == "referrers/") return Answer(Referrers(name), MediaTypes.OciIndex);
        return _content.TryGetValue(name, out var found) ? Answer(found.Bytes, found.Type) : new(HttpStatusCode.NotFound);
    }

    private ReadOnlyMemory<byte> Referrers(string subject)
    {
        var referrers = _content.Values.Where(content => content.Type == MediaTypes.OciManifest).Select(content => ManifestDocument.Parse(content.Bytes, content.Type)).Where(document => document.Subject?.Digest.ToString() == subject);
        return SharedManifestJson.Append(basis: null, "manifests", MediaTypes.OciIndex, referrers.Select<ManifestDocument, Action<Utf8JsonWriter>>(
            document => writer => DescriptorJson.Write(writer, document.Descriptor with { ArtifactType = document.ArtifactType })));
    }

    private static HttpResponseMessage Answer(ReadOnlyMemory<byte> bytes, string type) => new(HttpStatusCode.OK)
    {
        Content = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
    };
}
