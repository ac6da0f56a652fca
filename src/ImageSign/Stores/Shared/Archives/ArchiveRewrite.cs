using System.IO.Compression;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>Puts a changed archive in the place of another, in one step.</summary>
internal static class ArchiveRewrite
{
    /// <summary>Writes the members that <paramref name="keep"/> keeps and the <paramref name="added"/> files to <paramref name="path"/>; compressed when the archive was.</summary>
    public static async Task WriteAsync(ArchiveFile archive, string path, Func<TarMember, bool> keep, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Content)> added, CancellationToken cancellationToken)
    {
        var file = AtomicFile.Create(path);
        await using var discarding = file.ConfigureAwait(false);
        try
        {
            var output = archive.IsCompressed ? new GZipStream(file.Stream, CompressionLevel.Fastest, leaveOpen: true) : file.Stream;
            var tar = new TarOutput(output);
            var source = archive.OpenTar();
            await using (source.ConfigureAwait(false)) await tar.CopyAsync(source, archive.Members.Values.Where(keep), cancellationToken).ConfigureAwait(false);
            foreach (var (name, content) in added) await tar.AddAsync(name, content, cancellationToken).ConfigureAwait(false);
            await tar.EndAsync(cancellationToken).ConfigureAwait(false);
            if (archive.IsCompressed) await output.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, path, e.Message);
        }

        cancellationToken.ThrowIfCancellationRequested();
        file.Commit();
    }
}
