using ImageSign.Stores.Shared;

namespace ImageSign.Stores;

/// <summary>A read-only stream that tells how far it was read, at most once for each megabyte.</summary>
internal sealed class WatchedStream(Stream inner, long length, Action<long> passed) : ForwardStream(length)
{
    private const long Step = 1024 * 1024;

    private long _told;

    public override int Read(Span<byte> buffer) => Passed(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Passed(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Passed(int read)
    {
        Consumed += read;
        if (Consumed - _told < Step) return read;
        _told = Consumed;
        passed(Consumed);
        return read;
    }
}
