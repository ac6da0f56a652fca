using System.Collections.Concurrent;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tasks.Tests;

/// <summary>Looks at each of a user's tags at the moment that it is written: is what it points at signed?</summary>
internal sealed class TagWatch : IFault
{
    private readonly RegistryContent _content;
    private readonly string _repository;
    private readonly ConcurrentQueue<string> _unsigned = new();
    private readonly ConcurrentQueue<string> _written = new();

    public TagWatch(TestRegistry registry, string repository)
    {
        (_content, _repository) = (registry.Content, repository);
        registry.Faults.Add(On.Put($"*/{repository}/manifests/*"), this);
    }

    /// <summary>The tags that were written, in order, but pending ones.</summary>
    public IEnumerable<string> Written => _written;

    /// <summary>Those that pointed at an unsigned image then.</summary>
    public IEnumerable<string> Unsigned => _unsigned;

    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var tag = context.Request.Path.Value!.Split('/')[^1];
        if (context.Response.StatusCode != 201 || tag.Contains(':', StringComparison.Ordinal) || tag.StartsWith("imagesign-pending-", StringComparison.Ordinal)) return;
        _written.Enqueue(tag);
        if (_content.GetTag(_repository, tag) is { } digest && _content.Referrers(_repository, digest).Count == 0) _unsigned.Enqueue(tag);
    }
}
