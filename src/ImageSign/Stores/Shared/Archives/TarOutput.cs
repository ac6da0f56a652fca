namespace ImageSign.Stores.Shared.Archives;

/// <summary>Writes a tar: members of another one as they are, and new files.</summary>
internal sealed class TarOutput(Stream output)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Copies the members in <paramref name="kept"/> from a tar read from its beginning, headers and all.</summary>
    public async Task CopyAsync(Stream tar, IEnumerable<TarMember> kept, CancellationToken cancellationToken)
    {
        long position = 0;
        foreach (var member in kept.OrderBy(member => member.Start))
        {
            await SkipAsync(tar, member.Start - position, cancellationToken).ConfigureAwait(false);
            await PassAsync(tar, member.End - member.Start, output, cancellationToken).ConfigureAwait(false);
            position = member.End;
        }
    }

    /// <summary>Adds a small file.</summary>
    public Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => AddAsync(name, content.Length, new MemoryStream(content.ToArray(), writable: false), cancellationToken);

    /// <summary>Adds a file of any size from a stream of exactly <paramref name="length"/> bytes, which is read to its end: a stream may throw there when they are the wrong ones.</summary>
    public async Task AddAsync(string name, long length, Stream content, CancellationToken cancellationToken)
    {
        await output.WriteAsync(TarHeader.ForFile(name, length), cancellationToken).ConfigureAwait(false);
        await PassAsync(content, length, output, cancellationToken).ConfigureAwait(false);
        if (await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) != 0) throw new InvalidDataException($"'{name}' is longer than {length} bytes.");
        await output.WriteAsync(new byte[-length & (TarMember.BlockBytes - 1)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>POSIX: "two 512-octet logical records filled with binary zeros" end an archive.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => output.WriteAsync(new byte[2 * TarMember.BlockBytes], cancellationToken).AsTask();

    private static async Task SkipAsync(Stream tar, long length, CancellationToken cancellationToken)
    {
        if (tar.CanSeek) tar.Position += length;
        else await PassAsync(tar, length, Stream.Null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task PassAsync(Stream from, long length, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(BufferBytes, Math.Max(length, 1))];
        for (var rest = length; rest > 0;)
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, rest)), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException("The archive is cut off.");
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            rest -= read;
        }
    }
}
