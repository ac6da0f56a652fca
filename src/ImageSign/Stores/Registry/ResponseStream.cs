using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>The body of an answer that is read piece by piece; a read that takes longer than the time-out fails, however slowly the others drip in.</summary>
internal sealed class ResponseStream(HttpResponseMessage response, Stream body, TimeSpan timeout, string host)
    : ForwardStream(response.Content.Headers.ContentLength ?? long.MaxValue)
{
    public override int Read(Span<byte> buffer) => body.Read(buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await body.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ErrorCodes.TimedOut.Because(e, $"The registry {host}", $"{timeout.TotalSeconds:0.#} s");
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
