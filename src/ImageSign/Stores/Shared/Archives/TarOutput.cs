using System.Formats.Tar;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>Writes a tar: members of another one as they are, and new small files.</summary>
internal sealed class TarOutput(Stream output)
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Copies the members in <paramref name="kept"/> from a tar read from its beginning, headers and all.</summary>
    public async Task CopyAsync(Stream tar, IEnumerable<TarMember> kept, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        long position = 0;
        foreach (var member in kept.OrderBy(member => member.Start))
        {
            position += await PassAsync(tar, member.Start - position, buffer, copy: false, cancellationToken).ConfigureAwait(false);
            position += await PassAsync(tar, member.End - position, buffer, copy: true, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds a file.</summary>
    public async Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var writer = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true);
        await using (writer.ConfigureAwait(false))
        {
            var data = new MemoryStream(content.ToArray(), writable: false);
            await using var closing = data.ConfigureAwait(false);
            await writer.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { Mode = Readable, ModificationTime = DateTimeOffset.UnixEpoch, DataStream = data }, cancellationToken).ConfigureAwait(false);
        }

        // The writer ends every tar; only the last end is wanted.
        var length = buffer.Length - (2 * TarMember.BlockBytes);
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>POSIX: "two 512-octet logical records filled with binary zeros" end an archive.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => output.WriteAsync(new byte[2 * TarMember.BlockBytes], cancellationToken).AsTask();

    private async Task<long> PassAsync(Stream tar, long length, byte[] buffer, bool copy, CancellationToken cancellationToken)
    {
        if (!copy && tar.CanSeek)
        {
            tar.Position += length;
            return length;
        }

        for (var rest = length; rest > 0;)
        {
            var read = await tar.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, rest)), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException("The archive is cut off.");
            if (copy) await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            rest -= read;
        }

        return length;
    }
}
