using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>What is uploaded: each piece that the registry takes puts the deadline off.</summary>
internal sealed class PacedStream(Stream content, long length, Deadline deadline) : ForwardStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        deadline.Renew();
        return content.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        deadline.Renew();
        return content.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }
}
