using System.Diagnostics;

namespace ImageSign.Stores.Layout;

/// <summary>Keeps other processes that use this lock from writing to a layout while we read, change and write its index.</summary>
internal static class LayoutLock
{
    /// <summary>The lock file; it stays, because a lock file that is deleted locks nothing.</summary>
    public const string FileName = ".imagesign.lock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock and takes it; the system frees it when this process dies.</summary>
    public static async Task<IDisposable> TakeAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, FileName);
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (UnauthorizedAccessException e)
            {
                throw ErrorCodes.StoreWriteFailed.Because(e, directory, e.Message);
            }
            catch (IOException e) when (waiting.Elapsed > Patience || e is DirectoryNotFoundException)
            {
                throw ErrorCodes.StoreWriteFailed.Because(e, directory, $"its lock could not be taken: {e.Message}");
            }
            catch (IOException)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
