using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>The open uploads, and what the registry says about one.</summary>
internal sealed class UploadSessions(TestRegistry registry)
{
    private readonly ConcurrentDictionary<string, UploadSession> open = new(StringComparer.Ordinal);

    public string Open(string repository)
    {
        var id = Guid.NewGuid().ToString();
        open[id] = new UploadSession(repository);
        return id;
    }

    public UploadSession Get(string repository, string id) =>
        open.TryGetValue(id, out var session) && session.Repository.Equals(repository, StringComparison.Ordinal)
            ? session
            : throw RegistryException.UploadUnknown(id);

    public void Close(string id) => open.TryRemove(id, out _);

    /// <summary>Where to go on, and how much is there. The location carries a query of its own, which clients have to keep.</summary>
    public void Describe(HttpContext context, string id, int status)
    {
        var session = open[id];
        var path = $"/v2/{session.Repository}/blobs/uploads/{id}?state={session.Length}";
        context.Response.Headers.Location = registry.Options.UploadLocation == UploadLocation.Relative
            ? path
            : $"{context.Request.Scheme}://{context.Request.Host}{path}";
        context.Response.Headers["Docker-Upload-UUID"] = id;
        context.Response.Headers.Range = $"0-{Math.Max(0, session.Length - 1)}";
        context.Finish(status);
    }
}
