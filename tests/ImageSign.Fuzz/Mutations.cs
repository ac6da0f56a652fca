namespace ImageSign.Fuzz;

/// <summary>Changes input at random, the same way each time.</summary>
internal sealed class Mutations(IReadOnlyList<byte[]> seeds, int randomSeed)
{
    private const int MaxChanges = 6;
    private const int MaxChunk = 64;

    private static readonly byte[][] Words =
    [
        "\""u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), "null"u8.ToArray(), "{}"u8.ToArray(), "[]"u8.ToArray(), "-1"u8.ToArray(), "1e400"u8.ToArray(),
        "9223372036854775808"u8.ToArray(), "0.5"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "\n"u8.ToArray(), "\0"u8.ToArray(), [0xff], [0x80], [0x7f], [0x30, 0x80], [0xe2, 0x80, 0xae],
    ];

#pragma warning disable CA5394 // the same "random" changes in every run
    private readonly Random _random = new(randomSeed);

    /// <summary>One of the seeds, changed.</summary>
    public byte[] Next()
    {
        var bytes = seeds[_random.Next(seeds.Count)].ToList();
        for (var changes = _random.Next(1, MaxChanges); changes > 0; changes--) Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, MaxChunk), bytes.Count - at);
        switch (_random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Words[_random.Next(Words.Length)]);
                break;
            default:
                // The end of one and the beginning of another.
                var other = seeds[_random.Next(seeds.Count)];
                var from = _random.Next(other.Length + 1);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[from..]);
                break;
        }
    }
#pragma warning restore CA5394
}
