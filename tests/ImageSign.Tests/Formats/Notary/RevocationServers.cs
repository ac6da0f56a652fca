using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>The authority that the rev-* layouts name, on port 5212: revocation lists, and an OCSP responder. On port 5299 nothing listens.</summary>
public sealed class RevocationServers : IAsyncLifetime
{
    private WebApplication? _app;

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:5212");
        _app.MapGet("/crl/{name}", (string name, HttpResponse response) =>
        {
            Requests.Enqueue($"crl/{name}");
            return Results.Bytes(File.ReadAllBytes(Path.Combine(NotationVectors.Folder, "revocation", "crl", Path.GetFileName(name))), "application/pkix-crl");
        });
        _app.MapGet("/ocsp/a/{**request}", (string request) =>
        {
            Requests.Enqueue("ocsp/a");
            return Results.Bytes(OcspResponder.OfVectors().Answer(Convert.FromBase64String(Uri.UnescapeDataString(request))), "application/ocsp-response");
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }
}
