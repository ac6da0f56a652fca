namespace ImageSign.Stores.Shared.Archives;

/// <summary>The next bytes of another stream, which stays open.</summary>
internal sealed class ArchiveStream(Stream inner, long length, Action<int> consumed) : ForwardStream(length)
{
    public override int Read(Span<byte> buffer) => Passed(inner.Read(buffer[..Allowed(buffer.Length)]), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Passed(await inner.ReadAsync(buffer[..Allowed(buffer.Length)], cancellationToken).ConfigureAwait(false), buffer.Length);

    private int Passed(int read, int wanted)
    {
        if (read == 0 && wanted > 0 && Consumed < Length) throw new EndOfStreamException(TarHeaderReader.CutOff);
        Consumed += read;
        consumed(read);
        return read;
    }
}
