using System.Globalization;

namespace ImageSign.Comparison;

/// <summary>One run of a program, as measure.c wrote it.</summary>
/// <param name="Wall">From start to end, in milliseconds.</param>
/// <param name="Cpu">User and system time of the program and what it waited for, in milliseconds.</param>
/// <param name="Peak">The largest resident memory of one process, in MiB.</param>
internal sealed record Sample(double Wall, double Cpu, double Peak)
{
    public static Sample Parse(string line)
    {
        var numbers = line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new Sample(numbers[0] / 1e6, numbers[1] / 1e3, numbers[2] / 1024);
    }
}
