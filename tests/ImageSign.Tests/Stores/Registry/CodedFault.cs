using System.IO.Compression;
using ImageSign.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>The honest body in content codings that nobody asked for, without a length.</summary>
internal sealed class CodedFault(string codings, Func<byte[], byte[]>? change = null) : IFault
{
    /// <inheritdoc />
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var honest = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await next(context);
        context.Response.Body = honest;
        var body = change?.Invoke(buffer.ToArray()) ?? buffer.ToArray();
        foreach (var coding in codings.Split(", ")) body = Encode(coding, body);
        context.Response.Headers.ContentEncoding = codings switch { "raw deflate" => "deflate", "broken gzip" => "gzip", _ => codings };
        context.Response.ContentLength = null;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Encode(string coding, byte[] body)
    {
        using var coded = new MemoryStream();
        using (Stream? encoder = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "raw deflate" => new DeflateStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        })
        {
            if (encoder is null) return body;
            encoder.Write(body);
        }

        return coded.ToArray();
    }
}
