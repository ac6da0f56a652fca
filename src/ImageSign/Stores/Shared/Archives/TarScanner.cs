using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>Reads the members of an archive one after the other, in one pass and with a small buffer.</summary>
/// <param name="tar">The tar, from its beginning. Content is passed over by seeking where the stream can.</param>
/// <param name="visit">Reads a file's content as it comes by, or null. What it leaves unread is passed over.</param>
internal sealed class TarScanner(Stream tar, Func<TarMember, Stream, Task>? visit)
{
    private readonly TarHeaderReader _headers = new(tar);

    /// <summary>Every file and link, in order; what is wrong with the archive comes as <see cref="FormatException"/>.</summary>
    public async Task<IReadOnlyList<TarMember>> ReadAsync(CancellationToken cancellationToken)
    {
        var members = new List<TarMember>();
        while (await _headers.ReadAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (Member(entry) is not { } member) continue;
            if (members.Count == Limits.MaxArchiveMembers) throw ErrorCodes.OverLimit.With("The number of files in the archive", $"{Limits.MaxArchiveMembers}");
            if (member.LinkTarget is null && visit is not null) await visit(member, _headers.Open(member.Length)).ConfigureAwait(false);
            await _headers.SkipToAsync(member.End, cancellationToken).ConfigureAwait(false);
            members.Add(member);
        }

        return members;
    }

    /// <summary>The file or link; null for a directory, of which an archive needs nothing.</summary>
    private TarMember? Member(TarEntry entry)
    {
        var name = TarNames.Normalise(entry.Name);
        switch (entry.Type)
        {
            case TarHeader.Directory:
                return entry.Size == 0 ? null : throw new FormatException($"the directory '{name}' has content");
            case TarHeader.File:
                if (tar.CanSeek && entry.Size > tar.Length - _headers.Position) throw new EndOfStreamException(TarHeaderReader.CutOff);
                return new TarMember(name, entry.Start, _headers.Position, entry.Size);
            case TarHeader.SymbolicLink:
            case TarHeader.HardLink:
                if (entry.Size != 0) throw new FormatException($"the link '{name}' has content");
                var target = TarNames.Resolve(name, entry.LinkName, entry.Type == TarHeader.HardLink);
                return new TarMember(name, entry.Start, _headers.Position, 0) { LinkTarget = target };
            default:
                throw new FormatException($"'{name}' is neither a file, a directory nor a link");
        }
    }
}
