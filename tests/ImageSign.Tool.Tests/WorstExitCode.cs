namespace ImageSign.Tool.Tests;

/// <summary>Several images, one exit code.</summary>
public sealed class WorstExitCode
{
    private static readonly int[] WorstFirst = [130, 2, 3, 1, 0];

    [Fact]
    public void The_order_is_130_2_3_1_0()
    {
        for (var worse = 0; worse < WorstFirst.Length; worse++)
        {
            for (var better = worse; better < WorstFirst.Length; better++)
            {
                Assert.Equal(WorstFirst[worse], ExitCodes.Worst(WorstFirst[worse], WorstFirst[better]));
                Assert.Equal(WorstFirst[worse], ExitCodes.Worst(WorstFirst[better], WorstFirst[worse]));
            }
        }
    }
}
