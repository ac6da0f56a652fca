namespace ImageSign.Testing;

/// <summary>The real time, but nobody waits: every timer rings at once, and the longest wait that was asked for is remembered.</summary>
public sealed class HurriedTime : TimeProvider
{
    private long longest;

    /// <summary>The longest wait that was asked for.</summary>
    public TimeSpan Longest => new(Interlocked.Read(ref longest));

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        for (var seen = Interlocked.Read(ref longest); dueTime.Ticks > seen; seen = Interlocked.Read(ref longest))
        {
            Interlocked.CompareExchange(ref longest, dueTime.Ticks, seen);
        }

        return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
    }
}
