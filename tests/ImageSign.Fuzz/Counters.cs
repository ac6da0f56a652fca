using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace ImageSign.Fuzz;

/// <summary>The counters that the instrumented engine writes to.</summary>
internal static unsafe class Counters
{
    private const int Bytes = 1 << 16;

    /// <summary>Takes what is counted before the fuzzer has given its own memory; there would be none.</summary>
    public static void Discard() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Bytes);
}
