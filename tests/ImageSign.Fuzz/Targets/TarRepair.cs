using System.Text;

namespace ImageSign.Fuzz.Targets;

/// <summary>Corrects the checksums of a mutated tar, so that what is behind them is reached.</summary>
internal static class TarRepair
{
    private const int BlockBytes = 512;
    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;
    private const int MagicOffset = 257;

    public static byte[] Repair(byte[] tar)
    {
        var repaired = tar.ToArray();
        for (var start = 0; start + BlockBytes <= repaired.Length; start += BlockBytes)
        {
            var block = repaired.AsSpan(start, BlockBytes);
            if (!block[MagicOffset..].StartsWith("ustar"u8)) continue;
            block.Slice(ChecksumOffset, ChecksumLength).Fill((byte)' ');
            var sum = 0;
            foreach (var value in block) sum += value;
            Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ", block.Slice(ChecksumOffset, ChecksumLength));
        }

        return repaired;
    }
}
