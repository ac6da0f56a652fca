using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>
/// What may be spent on looking for the signatures of one subject, in all. Each piece has a limit of its own, but thousands of pieces just below
/// it, or answers that each come just in time, would still be memory and days without end.
/// </summary>
/// <param name="subject">Whose signatures are looked for.</param>
/// <param name="time">The clock; null where time is spent on something else, such as copying what was found.</param>
internal sealed class SearchBudget(Digest subject, TimeProvider? time)
{
    private readonly long _start = time?.GetTimestamp() ?? 0;
    private long _bytes;
    private int _signatures;

    /// <summary>Before another piece is asked for.</summary>
    public void RequireTime()
    {
        if (time is not null && time.GetElapsedTime(_start) > Limits.MaxSearchTime) throw Over($"{Limits.MaxSearchTime.TotalMinutes:0} minutes");
    }

    /// <summary>A piece of <paramref name="size"/> bytes is about to be read, or was.</summary>
    public void TakeBytes(long size)
    {
        RequireTime();
        _bytes += size;
        if (_bytes > Limits.MaxSearchBytes) throw Over($"{Limits.MaxSearchBytes} bytes");
    }

    /// <summary>A signature is about to be judged.</summary>
    public void TakeSignature()
    {
        if (++_signatures > Limits.MaxSignatures) throw Over($"{Limits.MaxSignatures} signatures");
    }

    private ImageSignException Over(string limit) => ErrorCodes.OverLimit.With($"What is attached to {subject}", limit);
}
