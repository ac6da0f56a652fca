using System.Diagnostics;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>The body of an answer that is read piece by piece. Each time-out must bring a piece of a decent size, or what is left: dripping does not hold us up.</summary>
internal sealed class ResponseStream(HttpResponseMessage response, Stream body, TimeSpan timeout, string host)
    : ForwardStream(response.Content.Headers.ContentLength ?? long.MaxValue)
{
    private TimeSpan _waited;
    private int _received;

    public override int Read(Span<byte> buffer) => body.Read(buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_waited < timeout ? timeout - _waited : TimeSpan.Zero);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var read = await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
            _received += read;
            // Only waiting counts, not what the reader does in between.
            _waited += Stopwatch.GetElapsedTime(start);
            if (_received >= Limits.MinStreamedBytes) (_received, _waited) = (0, TimeSpan.Zero);
            return read;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ErrorCodes.TimedOut.Because(e, $"The registry {host}", $"{timeout.TotalSeconds:0.#} s");
        }
        catch (InvalidDataException e)
        {
            throw ErrorCodes.AnswerUnreadable.Because(e, host, "a blob comes in a content coding that was not asked for, and is broken");
        }
        catch (IOException e)
        {
            throw ErrorCodes.RegistryUnreachable.Because(e, host, "the connection was lost while it answered");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
