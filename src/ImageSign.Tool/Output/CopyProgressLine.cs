using System.Diagnostics;

namespace ImageSign.Tool.Output;

/// <summary>One line on the terminal that says how far a copy is; it is gone when the copy is done.</summary>
internal sealed class CopyProgressLine(TextWriter terminal) : IProgress<CopyProgress>, IDisposable
{
    private const string Erase = "\r\u001b[K";
    private const int ShownDigits = 12;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = new();
    private int _finished;
    private long _sent;

    /// <inheritdoc />
    public void Report(CopyProgress value)
    {
        lock (_gate)
        {
            if (value.Finished) _finished++;
            if (value is { Finished: true, Sent: true }) _sent += value.Bytes;
            if (_clock.IsRunning && _clock.Elapsed < Pause) return;
            _clock.Restart();
            var current = value.Finished ? "" : $"; sha256:{value.Content.Digest.Hex[..ShownDigits]}… {Size(value.Bytes)} of {Size(value.Content.Size)}";
            terminal.Write($"{Erase}{_finished} pieces done, {Size(_sent)} sent{current}");
            terminal.Flush();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_clock.IsRunning) return;
            terminal.Write(Erase);
            terminal.Flush();
        }
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };
}
