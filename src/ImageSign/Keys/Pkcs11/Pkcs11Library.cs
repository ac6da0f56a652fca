using System.Runtime.InteropServices;

namespace ImageSign.Keys.Pkcs11;

/// <summary>
/// The functions of one module, called through the list that <c>C_GetFunctionList</c> returns: no marshalling, so it works in native code compiled ahead.
/// Handles and flags are passed as <see cref="CULong"/>, structures are laid out by <see cref="CkLayout"/>.
/// </summary>
internal sealed unsafe class Pkcs11Library
{
    private const string EntryPoint = "C_GetFunctionList";
    private const int FirstGuessBytes = 1024;

    private static readonly CkLayout Layout = CkLayout.Native;

    private readonly nint _functions;

    private Pkcs11Library(nint functions) => _functions = functions;

    /// <summary>Loads the library and asks it for its functions; it is never unloaded.</summary>
    /// <exception cref="InvalidOperationException">It is no PKCS#11 module.</exception>
    public static Pkcs11Library Load(string path)
    {
        var library = NativeLibrary.Load(path);
        if (!NativeLibrary.TryGetExport(library, EntryPoint, out var entry)) throw new InvalidOperationException($"it has no {EntryPoint}");
        nint functions;
        var result = ((delegate* unmanaged[Cdecl]<nint*, CULong>)entry)(&functions).Value;
        if (result != Ck.Ok || functions == 0) throw new InvalidOperationException($"{EntryPoint} answers {Ck.NameOf(result)}");
        var major = *(byte*)functions;
        return major is 2 or 3 ? new Pkcs11Library(functions) : throw new InvalidOperationException($"it speaks version {major} of PKCS#11, not 2 or 3");
    }

    public void Initialize()
    {
        Span<byte> arguments = stackalloc byte[Layout.InitializeBytes];
        arguments.Clear();
        Layout.WriteUlong(arguments[Layout.InitializeFlagsOffset..], Ck.OsLockingOk);
        fixed (byte* pointer = arguments)
        {
            var result = ((delegate* unmanaged[Cdecl]<byte*, CULong>)Function(0))(pointer).Value;
            // Somebody else in this process may have done it.
            if ((ulong)result is not (Ck.Ok or Ck.AlreadyInitialized)) throw new CkException("C_Initialize", result);
        }
    }

    /// <summary><c>CK_INFO</c>.</summary>
    public byte[] Info()
    {
        var info = new byte[Layout.InfoBytes];
        fixed (byte* pointer = info) Require("C_GetInfo", ((delegate* unmanaged[Cdecl]<byte*, CULong>)Function(2))(pointer));
        return info;
    }

    /// <summary>The slots that hold a token.</summary>
    public ulong[] Slots(int limit)
    {
        var list = (delegate* unmanaged[Cdecl]<byte, CULong*, CULong*, CULong>)Function(4);
        var count = new CULong(0);
        Require("C_GetSlotList", list(1, null, &count));
        if (count.Value > (nuint)limit) throw new CkException("C_GetSlotList", Ck.BufferTooSmall);
        var slots = new CULong[(int)count.Value];
        if (slots.Length == 0) return [];
        fixed (CULong* pointer = slots) Require("C_GetSlotList", list(1, pointer, &count));
        return [.. slots.AsSpan(0, (int)Math.Min(count.Value, (nuint)slots.Length)).ToArray().Select(slot => (ulong)slot.Value)];
    }

    /// <summary><c>CK_SLOT_INFO</c>.</summary>
    public byte[] SlotInfo(ulong slot)
    {
        var info = new byte[Layout.SlotInfoBytes];
        fixed (byte* pointer = info) Require("C_GetSlotInfo", ((delegate* unmanaged[Cdecl]<CULong, byte*, CULong>)Function(5))(Number(slot), pointer));
        return info;
    }

    /// <summary><c>CK_TOKEN_INFO</c>.</summary>
    public byte[] TokenInfo(ulong slot)
    {
        var info = new byte[Layout.TokenInfoBytes];
        fixed (byte* pointer = info) Require("C_GetTokenInfo", ((delegate* unmanaged[Cdecl]<CULong, byte*, CULong>)Function(6))(Number(slot), pointer));
        return info;
    }

    /// <summary>What the token can do.</summary>
    public HashSet<ulong> Mechanisms(ulong slot)
    {
        var list = (delegate* unmanaged[Cdecl]<CULong, CULong*, CULong*, CULong>)Function(7);
        var count = new CULong(0);
        Require("C_GetMechanismList", list(Number(slot), null, &count));
        if (count.Value is 0 or > 4096) return [];
        var mechanisms = new CULong[(int)count.Value];
        fixed (CULong* pointer = mechanisms) Require("C_GetMechanismList", list(Number(slot), pointer, &count));
        return [.. mechanisms.Select(mechanism => (ulong)mechanism.Value)];
    }

    public ulong OpenSession(ulong slot, ulong flags)
    {
        var session = new CULong(0);
        var open = (delegate* unmanaged[Cdecl]<CULong, CULong, void*, void*, CULong*, CULong>)Function(12);
        Require("C_OpenSession", open(Number(slot), Number(flags), null, null, &session));
        return session.Value;
    }

    /// <summary>Closes a session; a token that is gone has closed it already.</summary>
    public void CloseSession(ulong session) => ((delegate* unmanaged[Cdecl]<CULong, CULong>)Function(13))(Number(session));

    /// <summary>Logs in, and returns what the module says; <paramref name="pin"/> null leaves it to the device's own keys.</summary>
    public ulong Login(ulong session, ulong user, byte[]? pin)
    {
        fixed (byte* pointer = pin)
        {
            var login = (delegate* unmanaged[Cdecl]<CULong, CULong, byte*, CULong, CULong>)Function(18);
            return login(Number(session), Number(user), pointer, Number((ulong)(pin?.Length ?? 0))).Value;
        }
    }

    /// <summary>The objects that have these attributes, at most <paramref name="limit"/> and one.</summary>
    public ulong[] Find(ulong session, int limit, params ReadOnlySpan<CkAttribute> wanted)
    {
        using var template = new CkTemplate(Layout, wanted);
        var start = (delegate* unmanaged[Cdecl]<CULong, void*, CULong, CULong>)Function(26);
        Require("C_FindObjectsInit", start(Number(session), template.Pointer, Number((ulong)wanted.Length)));
        try
        {
            var found = new CULong[limit + 1];
            var total = 0;
            fixed (CULong* pointer = found)
            {
                while (total < found.Length)
                {
                    var count = new CULong(0);
                    var find = (delegate* unmanaged[Cdecl]<CULong, CULong*, CULong, CULong*, CULong>)Function(27);
                    Require("C_FindObjects", find(Number(session), pointer + total, Number((ulong)(found.Length - total)), &count));
                    if (count.Value == 0 || count.Value > (nuint)(found.Length - total)) break;
                    total += (int)count.Value;
                }
            }

            return [.. found.Take(total).Select(handle => (ulong)handle.Value)];
        }
        finally
        {
            ((delegate* unmanaged[Cdecl]<CULong, CULong>)Function(28))(Number(session));
        }
    }

    /// <summary>The value of an attribute; null when the object has none, or keeps it to itself.</summary>
    public byte[]? Attribute(ulong session, ulong handle, ulong type, int limit)
    {
        Span<byte> attribute = stackalloc byte[Layout.AttributeBytes];
        var room = FirstGuessBytes;
        while (true)
        {
            var value = new byte[room];
            fixed (byte* pointer = value)
            fixed (byte* template = attribute)
            {
                Layout.WriteUlong(attribute, type);
                Layout.WritePointer(attribute[Layout.UlongBytes..], (nint)pointer);
                Layout.WriteUlong(attribute[Layout.LengthOffset..], (ulong)room);
                var get = (delegate* unmanaged[Cdecl]<CULong, CULong, void*, CULong, CULong>)Function(24);
                var result = get(Number(session), Number(handle), template, Number(1)).Value;
                if ((ulong)result is Ck.AttributeTypeInvalid or Ck.AttributeSensitive) return null;
                if (result == Ck.BufferTooSmall && room < limit)
                {
                    room = limit;
                    continue;
                }

                if (result != Ck.Ok) throw new CkException("C_GetAttributeValue", result);
                var length = Layout.ReadUlong(attribute[Layout.LengthOffset..]);
                return length > (ulong)room ? null : value[..(int)length];
            }
        }
    }

    /// <summary>Signs; between the two calls of it a key may want its user once more.</summary>
    /// <param name="session">The session.</param>
    /// <param name="key">The key.</param>
    /// <param name="mechanism">The mechanism.</param>
    /// <param name="data">What is signed.</param>
    /// <param name="limit">The longest signature that is taken, in bytes.</param>
    /// <param name="authenticate">Logs in for this one signature; null when that is not needed.</param>
    public byte[] Sign(ulong session, ulong key, CkMechanism mechanism, ReadOnlySpan<byte> data, int limit, Action? authenticate)
    {
        using var native = new CkTemplate(Layout, mechanism);
        var start = (delegate* unmanaged[Cdecl]<CULong, void*, CULong, CULong>)Function(42);
        Require("C_SignInit", start(Number(session), native.Pointer, Number(key)));
        authenticate?.Invoke();
        var signature = new byte[limit];
        var length = Number((ulong)limit);
        fixed (byte* input = data)
        fixed (byte* output = signature)
        {
            var sign = (delegate* unmanaged[Cdecl]<CULong, byte*, CULong, byte*, CULong*, CULong>)Function(43);
            Require("C_Sign", sign(Number(session), input, Number((ulong)data.Length), output, &length));
        }

        return length.Value <= (nuint)limit ? signature[..(int)length.Value] : throw new CkException("C_Sign", Ck.BufferTooSmall);
    }

    public void GenerateKeyPair(ulong session, CkMechanism mechanism, ReadOnlySpan<CkAttribute> publicHalf, ReadOnlySpan<CkAttribute> privateHalf)
    {
        using var native = new CkTemplate(Layout, mechanism);
        using var publicTemplate = new CkTemplate(Layout, publicHalf);
        using var privateTemplate = new CkTemplate(Layout, privateHalf);
        CULong publicHandle, privateHandle;
        var generate = (delegate* unmanaged[Cdecl]<CULong, void*, void*, CULong, void*, CULong, CULong*, CULong*, CULong>)Function(59);
        var (publicCount, privateCount) = (Number((ulong)publicHalf.Length), Number((ulong)privateHalf.Length));
        Require(
            "C_GenerateKeyPair",
            generate(Number(session), native.Pointer, publicTemplate.Pointer, publicCount, privateTemplate.Pointer, privateCount, &publicHandle, &privateHandle));
    }

    private static CULong Number(ulong value) => new((nuint)value);

    private static void Require(string function, CULong result)
    {
        if (result.Value != Ck.Ok) throw new CkException(function, result.Value);
    }

    private nint Function(int index)
    {
        var function = *(nint*)(_functions + Layout.FunctionOffset(index));
        return function != 0 ? function : throw new CkException($"function {index} of the module", Ck.FunctionNotSupported);
    }
}
