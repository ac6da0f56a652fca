using CsCheck;

namespace ImageSign.Tests.Security.Changes;

/// <summary>A change of a few bytes, whatever they mean.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Position">Where, modulo the length.</param>
/// <param name="Value">With what.</param>
internal sealed record ByteChange(int Kind, int Position, byte Value) : IChange
{
    public static Gen<IChange> Any { get; } = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Byte[1, 255], IChange (kind, position, value) => new ByteChange(kind, position, value));

    public byte[] Apply(byte[] content)
    {
        if (content.Length == 0) return [Value];
        var at = Position % content.Length;
        var next = (at + 1) % content.Length;
        switch (Kind)
        {
            case 0:
                return [.. content[..at], (byte)(content[at] ^ Value), .. content[(at + 1)..]];
            case 1:
                return [.. content[..at], .. content[(at + 1)..]];
            case 2:
                return [.. content[..at], Value, .. content[at..]];
            case 3:
                return content[..at];
            case 4:
                return [.. content, .. content[at..]];
            default:
                var swapped = content.ToArray();
                (swapped[at], swapped[next]) = (swapped[next], swapped[at]);
                return swapped;
        }
    }
}
