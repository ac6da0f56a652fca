using Microsoft.Win32.SafeHandles;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>A part of an open file. Several can be read at once; all of them see the file that was opened, whatever happens to its name.</summary>
internal sealed class FileSection(SafeFileHandle file, long offset, long length) : ForwardStream(length)
{
    public override bool CanSeek => true;

    public override long Position
    {
        get => Consumed;
        set => Consumed = value;
    }

    public override int Read(Span<byte> buffer) => Passed(RandomAccess.Read(file, buffer[..Allowed(buffer.Length)], offset + Consumed), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Passed(await RandomAccess.ReadAsync(file, buffer[..Allowed(buffer.Length)], offset + Consumed, cancellationToken).ConfigureAwait(false), buffer.Length);

    private int Passed(int read, int wanted)
    {
        if (read == 0 && wanted > 0 && Consumed < Length) throw new EndOfStreamException("The file was cut off while it was read.");
        Consumed += read;
        return read;
    }
}
