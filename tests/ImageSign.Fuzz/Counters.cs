using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace ImageSign.Fuzz;

/// <summary>The counters that the instrumented engine writes to.</summary>
internal static unsafe class Counters
{
    private const int Bytes = 1 << 16;

    /// <summary>Takes what is counted until the fuzzer gives memory of its own; there would be none.</summary>
    public static void Discard() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Bytes);
}
