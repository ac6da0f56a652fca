using System.Runtime.InteropServices;

namespace ImageSign.Keys.Pkcs11;

/// <summary>Attributes, or a mechanism, in memory that a module can read: the structures first, the values they point to behind them.</summary>
internal sealed unsafe class CkTemplate : IDisposable
{
    private readonly byte* _memory;

    public CkTemplate(CkLayout layout, params ReadOnlySpan<CkAttribute> attributes)
    {
        var (structures, values) = (attributes.Length * layout.AttributeBytes, 0);
        foreach (var attribute in attributes) values += Rounded(attribute.Value.Length);
        Length = Rounded(structures) + values;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)Math.Max(Length, 1));
        var position = Rounded(structures);
        for (var i = 0; i < attributes.Length; i++)
        {
            var (type, value) = attributes[i];
            var structure = new Span<byte>(_memory + (i * layout.AttributeBytes), layout.AttributeBytes);
            layout.WriteUlong(structure, type);
            layout.WritePointer(structure[layout.UlongBytes..], value.Length == 0 ? 0 : (nint)(_memory + position));
            layout.WriteUlong(structure[layout.LengthOffset..], (ulong)value.Length);
            value.CopyTo(new Span<byte>(_memory + position, value.Length));
            position += Rounded(value.Length);
        }
    }

    /// <summary>A mechanism is laid out as an attribute is.</summary>
    public CkTemplate(CkLayout layout, CkMechanism mechanism)
        : this(layout, new CkAttribute(mechanism.Type, mechanism.Parameter))
    {
    }

    /// <summary>Where the structures begin.</summary>
    public void* Pointer => _memory;

    /// <summary>The bytes in use.</summary>
    public int Length { get; }

    /// <inheritdoc />
    public void Dispose() => NativeMemory.Free(_memory);

    private static int Rounded(int bytes) => (bytes + 7) / 8 * 8;
}
