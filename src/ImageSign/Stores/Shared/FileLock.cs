using System.Diagnostics;

namespace ImageSign.Stores.Shared;

/// <summary>A lock between processes: the one that has the file open exclusively holds it. The file stays, because a lock file that is deleted locks nothing.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock on <paramref name="what"/> and takes it; the system frees it when this process dies.</summary>
    public static async Task<IDisposable> TakeAsync(string path, string what, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (UnauthorizedAccessException e)
            {
                throw ErrorCodes.StoreWriteFailed.Because(e, what, FileFaults.Reason(e));
            }
            catch (IOException e) when (waiting.Elapsed > Patience || !FileFaults.IsSharingViolation(e))
            {
                throw ErrorCodes.StoreWriteFailed.Because(e, what, $"its lock could not be taken: {FileFaults.Reason(e)}");
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
