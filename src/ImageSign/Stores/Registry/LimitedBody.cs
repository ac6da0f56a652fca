using System.Buffers;

namespace ImageSign.Stores.Registry;

/// <summary>Reads a body that somebody else sends, up to a limit, whatever its Content-Length says.</summary>
internal static class LimitedBody
{
    private const int MaxFirstBuffer = 64 * 1024;

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int limit, string what, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit) throw ErrorCodes.OverLimit.With(what, $"{limit} bytes");
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // What is said to come is believed only as it comes.
            var body = new ArrayBufferWriter<byte>((int)Math.Min(content.Headers.ContentLength ?? 1024, MaxFirstBuffer) + 1);
            while (true)
            {
                var read = await stream.ReadAsync(body.GetMemory(1024), cancellationToken).ConfigureAwait(false);
                if (read == 0) return body.WrittenMemory;
                body.Advance(read);
                if (body.WrittenCount > limit) throw ErrorCodes.OverLimit.With(what, $"{limit} bytes");
            }
        }
    }
}
