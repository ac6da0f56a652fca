namespace ImageSign.Stores.Shared;

/// <summary>Writes to a file without a buffer: one call, one step. What the disk says no to is <see cref="ErrorCodes.StoreWriteFailed"/>.</summary>
internal sealed class StepStream(FileStream file, string path) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            FileSteps.Before(FileStep.Write);
            file.Write(buffer);
        }
        catch (IOException e)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, path, FileFaults.Reason(e));
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            FileSteps.Before(FileStep.Write);
            await file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, path, FileFaults.Reason(e));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
