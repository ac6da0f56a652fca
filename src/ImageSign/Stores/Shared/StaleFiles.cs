namespace ImageSign.Stores.Shared;

/// <summary>Removes what a process that was killed left beside an archive: new files that never took the place of an old one.</summary>
internal static class StaleFiles
{
    /// <summary>Old enough that no clock of another machine makes a file of today look left over.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    /// <summary>Removes the files of dead processes; what cannot be removed stays, since nothing depends on it.</summary>
    public static void Remove(string directory)
    {
        try
        {
            foreach (var file in new DirectoryInfo(directory).EnumerateFiles(AtomicFile.TemporaryPattern))
            {
                if (AtomicFile.IsTemporary(file.Name) && file.LinkTarget is null && DateTime.UtcNow - file.LastWriteTimeUtc > Age) RemoveUnused(file.FullName);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed can still be written to.
        }
    }

    /// <summary>Whoever writes a file has it open for itself alone, however long it takes.</summary>
    private static void RemoveUnused(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0))
            {
            }

            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in use, or somebody else's.
        }
    }
}
