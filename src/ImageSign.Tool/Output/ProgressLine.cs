namespace ImageSign.Tool.Output;

/// <summary>How far a run over several images is: one line under the results, on a terminal only, and gone at the end.</summary>
internal sealed class ProgressLine(TextWriter terminal, bool isWanted)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _next;
    private bool _shown;

    /// <summary>Makes room for a result.</summary>
    public void Hide()
    {
        if (_shown) terminal.Write("\r\u001b[K");
        _shown = false;
    }

    /// <summary>Shows the state, at most ten times a second: a terminal is slower than a registry.</summary>
    public void Show(Tally tally)
    {
        if (!isWanted || Environment.TickCount64 < _next) return;
        _next = Environment.TickCount64 + (long)Interval.TotalMilliseconds;
        terminal.Write(tally);
        _shown = true;
    }
}
