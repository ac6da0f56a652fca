namespace ImageSign.Tool.Streams;

/// <summary>
/// A standard stream that never throws: what cannot be written is lost, and <see cref="Failure"/> says why. The run goes on, since its
/// verdict is still worth an exit code.
/// </summary>
/// <param name="inner">Where it is written; null when the stream was closed before the tool was started.</param>
internal sealed class ResultStream(Stream? inner) : Stream
{
    private const string Closed = "it is closed";

    /// <summary>
    /// Why something could not be written; null as long as everything was. A reader that went away has what it wanted, and is no failure.
    /// </summary>
    public string? Failure { get; private set; }

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // After a gap, the rest would look like the whole.
        if (Failure is not null || buffer.IsEmpty) return;
        try
        {
            if (inner is null) Failure = Closed;
            else inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = ((e.InnerException as IOException) ?? e).Message.TrimEnd('.');
        }
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}
