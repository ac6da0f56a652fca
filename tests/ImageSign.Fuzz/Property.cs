using System.Diagnostics;

namespace ImageSign.Fuzz;

/// <summary>What holds for every input: it ends in a value, a failed check or a coded error, soon and in little memory.</summary>
internal static class Property
{
    private const long FreeBytes = 256L * 1024 * 1024;
    private const int BytesPerByte = 100;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Runs the target; throws when the property does not hold.</summary>
    public static void Check(FuzzTarget target, byte[] input)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        try
        {
            target.Run(input);
        }
        catch (ImageSignException)
        {
            // A coded error is an answer.
        }

        // On a loaded machine the clock runs on while nothing is done: both have to say so.
        if (clock.Elapsed > Limit && Environment.CpuUsage.TotalTime - cpu is var used && used > Limit) throw new PropertyViolatedException($"{target.Name}: {used.TotalSeconds:0.0} s for {input.Length} bytes");
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        if (bytes > Math.Max(FreeBytes, (long)BytesPerByte * input.Length)) throw new PropertyViolatedException($"{target.Name}: {bytes} bytes of memory for {input.Length} bytes");
    }
}
