using System.IO.Compression;

namespace ImageSign.Stores.Registry;

/// <summary>
/// Undoes content codings (RFC 9110, section 8.4). We ask for none; some proxies and file stores apply them nevertheless.
/// </summary>
internal static class ContentCoding
{
    private const int MaxCodings = 2;

    /// <summary>The codings of an answer, in the order in which they were applied; null for none.</summary>
    public static IReadOnlyList<string>? Of(HttpContent content)
    {
        var codings = content.Headers.ContentEncoding.Where(coding =>
            !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)).ToList();
        return codings.Count == 0 ? null : codings;
    }

    /// <summary>The content, at most <paramref name="limit"/> bytes.</summary>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> coded, IReadOnlyList<string> codings, int limit, string what,
        string host)
    {
        try
        {
            using var stream = Decoded(new MemoryStream(coded.ToArray()), codings, host, coded.Span);
            var content = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                content.Write(buffer, 0, read);
                if (content.Length > limit) throw ErrorCodes.OverLimit.With(what, $"{limit} bytes");
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw ErrorCodes.AnswerUnreadable.Because(e, host,
                $"{what} comes in the content coding {string.Join(", ", codings)}, which is broken");
        }
    }

    /// <summary>The content as a stream.</summary>
    public static Stream Decoded(Stream coded, IReadOnlyList<string> codings, string host, ReadOnlySpan<byte> start = default)
    {
        if (codings.Count > MaxCodings) throw ErrorCodes.AnswerUnreadable.With(host,
            "it applied many content codings, and none was asked for");
        // "If more than one encoding has been applied to a representation, the server MUST list them in the order in which they were
        // applied."
        foreach (var coding in codings.Reverse())
        {
            coded = coding.ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(coded, CompressionMode.Decompress),
                "BR" => new BrotliStream(coded, CompressionMode.Decompress),
                // "Some non-conformant implementations send the 'deflate' compressed data without the zlib wrapper."
                "DEFLATE" when codings.Count == 1 && start is [var first, ..] && (first & 0x0F) != 8 =>
                    new DeflateStream(coded, CompressionMode.Decompress),
                "DEFLATE" => new ZLibStream(coded, CompressionMode.Decompress),
                _ => throw ErrorCodes.AnswerUnreadable.With(host, $"it applied the content coding '{coding}', and none was asked for"),
            };
        }

        return coded;
    }
}
