namespace ImageSign.Comparison;

/// <summary>What was measured of one contestant.</summary>
internal sealed record Series(string Name, IReadOnlyList<Sample> Samples)
{
    public double Wall => Median(sample => sample.Wall);

    public double Cpu => Median(sample => sample.Cpu);

    public double Peak => Median(sample => sample.Peak);

    public double Fastest => Samples.Min(sample => sample.Wall);

    public double Slowest => Samples.Max(sample => sample.Wall);

    /// <summary>Requests and bytes of one run, both ways; null when they were not counted.</summary>
    public (int Requests, long Bytes)? Traffic { get; init; }

    private double Median(Func<Sample, double> of)
    {
        var sorted = Samples.Select(of).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
