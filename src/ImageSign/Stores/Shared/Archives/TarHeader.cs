using System.Buffers.Binary;
using System.Text;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>One 512-byte header block (POSIX.1-1988 ustar, old GNU, V7), read strictly: what readers could take for different things is refused.</summary>
internal readonly record struct TarHeader(string Name, string LinkName, long Size, char Type)
{
    public const char File = '0';
    public const char ContiguousFile = '7';
    public const char HardLink = '1';
    public const char SymbolicLink = '2';
    public const char Directory = '5';
    public const char PaxHeader = 'x';
    public const char PaxGlobalHeader = 'g';
    public const char GnuLongName = 'L';
    public const char GnuLongLink = 'K';

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    /// <summary>Reads a block; the reason for a refusal comes as <see cref="FormatException"/>.</summary>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (ReadNumber(block.Slice(ChecksumOffset, ChecksumLength)) != Checksum(block)) throw new FormatException("a header's checksum is wrong");
        var type = block[156] == 0 ? File : (char)block[156];
        var name = ReadText(block[..100]);
        // POSIX.1-1988: "magic ustar, NUL, version 00"; old GNU writes two spaces and uses the prefix field for other things.
        if (block.Slice(257, 8).SequenceEqual("ustar\000"u8) && ReadText(block.Slice(345, 155)) is { Length: > 0 } prefix) name = $"{prefix}/{name}";
        // V7 had no type for directories, only the slash.
        if (type == File && name.EndsWith('/')) type = Directory;
        return new TarHeader(name, ReadText(block.Slice(157, 100)), ReadNumber(block.Slice(124, 12)), type);
    }

    /// <summary>The block of a file that anybody may read, from no time in particular: the same content makes the same archive.</summary>
    public static byte[] ForFile(string name, long size)
    {
        var block = new byte[TarMember.BlockBytes];
        if (!Encoding.UTF8.TryGetBytes(name, block.AsSpan(0, 100), out _)) throw new ArgumentException($"'{name}' is longer than a header can say.", nameof(name));
        WriteOctal(block.AsSpan(100, 8), 0b110_100_100);
        WriteOctal(block.AsSpan(108, 8), 0);
        WriteOctal(block.AsSpan(116, 8), 0);
        WriteSize(block.AsSpan(124, 12), size);
        WriteOctal(block.AsSpan(136, 12), 0);
        block[156] = (byte)File;
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        WriteOctal(block.AsSpan(ChecksumOffset, ChecksumLength), Checksum(block));
        return block;
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3) field[i] = (byte)('0' + (value & 7));
    }

    /// <summary>Eleven octal digits hold 8 GiB; what is larger is binary, as GNU tar and Go write it.</summary>
    private static void WriteSize(Span<byte> field, long size)
    {
        if (size < 1L << 33)
        {
            WriteOctal(field, size);
            return;
        }

        BinaryPrimitives.WriteInt64BigEndian(field[4..], size);
        field[0] = 0x80;
    }

    private static long Checksum(ReadOnlySpan<byte> block)
    {
        var sum = ChecksumLength * (long)' ';
        for (var i = 0; i < block.Length; i++)
        {
            if (i is < ChecksumOffset or >= ChecksumOffset + ChecksumLength) sum += block[i];
        }

        return sum;
    }

    private static long ReadNumber(ReadOnlySpan<byte> field)
    {
        long value = 0;
        // Old GNU: with the high bit set, the number is binary and big-endian.
        if ((field[0] & 0x80) != 0)
        {
            if (field[0] != 0x80) throw new FormatException("a number in a header is negative or too large");
            foreach (var digit in field[1..]) value = value <= long.MaxValue >> 9 ? (value << 8) | digit : throw new FormatException("a number in a header is too large");
            return value;
        }

        var text = field.TrimStart((byte)' ');
        var end = text.IndexOfAny((byte)' ', (byte)0);
        foreach (var digit in end < 0 ? text : text[..end])
        {
            if (digit is < (byte)'0' or > (byte)'7') throw new FormatException("a number in a header is not octal");
            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    private static string ReadText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
