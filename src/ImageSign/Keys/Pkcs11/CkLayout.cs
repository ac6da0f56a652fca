using System.Runtime.InteropServices;

namespace ImageSign.Keys.Pkcs11;

/// <summary>
/// How Cryptoki's structures lie in memory. PKCS#11 2.40, section 2.1: <c>CK_ULONG</c> is an <c>unsigned long</c>, and on Windows structures are packed
/// to one byte: so it is 64 bits with natural alignment on Unix, 32 bits without padding on Windows.
/// </summary>
/// <param name="UlongBytes">The size of <c>CK_ULONG</c>.</param>
/// <param name="PointerBytes">The size of a pointer.</param>
/// <param name="IsPacked">True when structures have no padding.</param>
internal sealed record CkLayout(int UlongBytes, int PointerBytes, bool IsPacked)
{
    /// <summary>The layout on this machine.</summary>
    public static CkLayout Native { get; } = new(Marshal.SizeOf<CULong>(), IntPtr.Size, OperatingSystem.IsWindows());

    /// <summary><c>CK_ATTRIBUTE</c> and <c>CK_MECHANISM</c>: type, pointer, length.</summary>
    public int AttributeBytes => UlongBytes + PointerBytes + UlongBytes;

    /// <summary>Where the length stands in those.</summary>
    public int LengthOffset => UlongBytes + PointerBytes;

    /// <summary><c>CK_RSA_PKCS_PSS_PARAMS</c>: hash, mask generation function, salt length.</summary>
    public int PssBytes => 3 * UlongBytes;

    /// <summary><c>CK_C_INITIALIZE_ARGS</c>: four functions, flags, a pointer.</summary>
    public int InitializeBytes => InitializeFlagsOffset + UlongBytes + PointerBytes;

    /// <summary>Where the flags stand in it.</summary>
    public int InitializeFlagsOffset => 4 * PointerBytes;

    /// <summary><c>CK_TOKEN_INFO</c>, rounded up.</summary>
    public int TokenInfoBytes => TokenFlagsOffset + (11 * UlongBytes) + 32;

    /// <summary>Where the flags stand in <c>CK_TOKEN_INFO</c>, behind label, manufacturer, model and serial number.</summary>
    public const int TokenFlagsOffset = 32 + 32 + 16 + 16;

    /// <summary><c>CK_SLOT_INFO</c>, rounded up.</summary>
    public int SlotInfoBytes => 64 + 32 + UlongBytes + 8;

    /// <summary>Where the library's description stands in <c>CK_INFO</c>: behind version, manufacturer and flags.</summary>
    public int LibraryDescriptionOffset => IsPacked ? 2 + 32 + UlongBytes : Aligned(2 + 32) + UlongBytes;

    /// <summary><c>CK_INFO</c>, rounded up.</summary>
    public int InfoBytes => LibraryDescriptionOffset + 32 + 8;

    /// <summary>Where function number <paramref name="index"/> stands in <c>CK_FUNCTION_LIST</c>, behind the version.</summary>
    public int FunctionOffset(int index) => (IsPacked ? 2 : PointerBytes) + (index * PointerBytes);

    /// <summary>Number <paramref name="index"/> of the counts and lengths that follow the flags of a token.</summary>
    public ulong TokenNumber(ReadOnlySpan<byte> info, int index) => ReadUlong(info[(TokenFlagsOffset + (index * UlongBytes))..]);

    public ulong ReadUlong(ReadOnlySpan<byte> bytes) =>
        UlongBytes == sizeof(ulong) ? BitConverter.ToUInt64(bytes) : BitConverter.ToUInt32(bytes);

    public void WriteUlong(Span<byte> bytes, ulong value)
    {
        if (UlongBytes == sizeof(ulong)) MemoryMarshal.Write(bytes, value);
        else MemoryMarshal.Write(bytes, (uint)value);
    }

    public void WritePointer(Span<byte> bytes, nint value)
    {
        if (PointerBytes == sizeof(long)) MemoryMarshal.Write(bytes, (long)value);
        else MemoryMarshal.Write(bytes, (int)value);
    }

    /// <summary>A <c>CK_ULONG</c> as the value of an attribute.</summary>
    public byte[] UlongValue(ulong value)
    {
        var bytes = new byte[UlongBytes];
        WriteUlong(bytes, value);
        return bytes;
    }

    private int Aligned(int offset) => (offset + UlongBytes - 1) / UlongBytes * UlongBytes;
}
