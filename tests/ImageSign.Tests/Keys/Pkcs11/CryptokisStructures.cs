using ImageSign.Keys.Pkcs11;

namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>Both layouts, since no Windows runs here: 64-bit Unix, and 64-bit Windows with its 32-bit <c>CK_ULONG</c> and packed structures.</summary>
public sealed class CryptokisStructures
{
    private static readonly CkLayout Unix = new(UlongBytes: 8, PointerBytes: 8, IsPacked: false);
    private static readonly CkLayout Windows = new(UlongBytes: 4, PointerBytes: 8, IsPacked: true);

    [Fact]
    public void Are_as_large_as_in_C()
    {
        Assert.Equal((24, 16), (Unix.AttributeBytes, Windows.AttributeBytes));
        Assert.Equal((16, 12), (Unix.LengthOffset, Windows.LengthOffset));
        Assert.Equal((24, 12), (Unix.PssBytes, Windows.PssBytes));
        Assert.Equal((48, 44), (Unix.InitializeBytes, Windows.InitializeBytes));
        Assert.Equal((48, 38), (Unix.LibraryDescriptionOffset, Windows.LibraryDescriptionOffset));
        Assert.Equal((8 + (43 * 8), 2 + (43 * 8)), (Unix.FunctionOffset(43), Windows.FunctionOffset(43)));
    }

    [Fact]
    public unsafe void Hold_attributes_one_after_the_other_with_their_values_behind()
    {
        foreach (var layout in (CkLayout[])[Unix, Windows])
        {
            using var template = new CkTemplate(layout, new CkAttribute(Ck.Label, "abc"u8.ToArray()), new CkAttribute(Ck.Id, [1]));
            var memory = new ReadOnlySpan<byte>(template.Pointer, template.Length);
            var second = memory[layout.AttributeBytes..];
            Assert.Equal((Ck.Label, 3ul), (layout.ReadUlong(memory), layout.ReadUlong(memory[layout.LengthOffset..])));
            Assert.Equal((Ck.Id, 1ul), (layout.ReadUlong(second), layout.ReadUlong(second[layout.LengthOffset..])));
            var value = (byte*)BitConverter.ToInt64(memory[layout.UlongBytes..]);
            Assert.Equal("abc"u8.ToArray(), new ReadOnlySpan<byte>(value, 3).ToArray());
        }
    }

    [Fact]
    public void Name_the_hash_of_a_PSS_signature()
    {
        var parameter = CkMechanism.Pss(Windows, Ck.RsaPkcsPss, 48).Parameter;

        Assert.Equal([0x60, 2, 0, 0, 3, 0, 0, 0, 48, 0, 0, 0], parameter);
    }

    [Fact]
    public void Say_how_long_a_PIN_may_be()
    {
        foreach (var layout in (CkLayout[])[Unix, Windows])
        {
            var info = new byte[layout.TokenInfoBytes];
            layout.WriteUlong(info.AsSpan(96 + (5 * layout.UlongBytes)), 8);
            layout.WriteUlong(info.AsSpan(96 + (6 * layout.UlongBytes)), 4);
            Assert.Equal((8ul, 4ul), (layout.TokenNumber(info, 5), layout.TokenNumber(info, 6)));
        }
    }
}
