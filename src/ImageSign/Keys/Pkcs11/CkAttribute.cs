namespace ImageSign.Keys.Pkcs11;

/// <summary>An attribute that an object must have, or is to get.</summary>
/// <param name="Type">One of the <c>CKA_</c> numbers of <see cref="Ck"/>.</param>
/// <param name="Value">Its bytes.</param>
internal readonly record struct CkAttribute(ulong Type, byte[] Value)
{
    public static CkAttribute Of(ulong type, ulong value) => new(type, CkLayout.Native.UlongValue(value));

    public static CkAttribute Of(ulong type, bool value) => new(type, [value ? (byte)1 : (byte)0]);
}
