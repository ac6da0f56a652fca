using System.Text;
using ImageSign.Oci;

namespace ImageSign.Keys.Pkcs11;

/// <summary>What a token says of itself, as far as a URI can ask for it.</summary>
internal sealed class TokenInfo
{
    private static readonly CkLayout Layout = CkLayout.Native;

    private readonly byte[] _info;

    private TokenInfo(ulong slot, byte[] info) => (Slot, _info) = (slot, info);

    /// <summary>The number of the slot that it is in.</summary>
    public ulong Slot { get; }

    /// <summary>Its state, <c>CKF_</c> numbers.</summary>
    public ulong Flags => Layout.TokenNumber(_info, 0);

    /// <summary>The longest PIN it takes; 0 when it does not say.</summary>
    public ulong MaxPinLength => Layout.TokenNumber(_info, 5);

    /// <summary>The shortest PIN it takes.</summary>
    public ulong MinPinLength => Layout.TokenNumber(_info, 6);

    /// <summary>How messages call it.</summary>
    public string Name => Shown(0, 32) is { Length: > 0 } label ? label : $"in slot {Slot}";

    /// <summary>The name with what tells it from others.</summary>
    public string Details => $"token '{Shown(0, 32)}' serial '{Shown(80, 16)}' (slot-id {Slot}, {Shown(32, 32)} {Shown(64, 16)})";

    /// <summary>Looks at the token of a slot.</summary>
    public static TokenInfo Read(Pkcs11Library library, ulong slot) => new(slot, library.TokenInfo(slot));

    /// <summary>The one token that <paramref name="uri"/> names; none, or several, is a refusal.</summary>
    public static TokenInfo Find(Pkcs11Module module, Pkcs11Uri uri)
    {
        var library = module.Library;
        if (!FitsLibrary(library, uri)) throw ErrorCodes.TokenNotFound.With(uri.TokenText, "the module itself is another one");
        var tokens = new List<TokenInfo>();
        CkException? broken = null;
        foreach (var slot in library.Slots(Limits.MaxTokenSlots))
        {
            try
            {
                if (Read(library, slot) is var token && (token.Flags & Ck.TokenInitialized) != 0) tokens.Add(token);
            }
            catch (CkException e)
            {
                // Pulled out between the list and the look at it, or broken: that is nothing to whoever wants another token.
                if (!Ck.IsGone(e.Result)) broken = e;
            }
        }

        var matching = tokens.Where(token => token.Fits(library, uri)).ToArray();
        return matching switch
        {
            [var token] => token,
            [] when tokens.Count == 0 && broken is not null => throw broken,
            [] => throw ErrorCodes.TokenNotFound.With(uri.TokenText, List(tokens)),
            _ => throw ErrorCodes.TokenAmbiguous.With(matching.Length, uri.TokenText, List(matching)),
        };
    }

    private bool Fits(Pkcs11Library library, Pkcs11Uri uri)
    {
        if (uri.SlotId is { } slot && slot != Slot) return false;
        if (!IsField(uri, "token", _info, 0, 32) || !IsField(uri, "manufacturer", _info, 32, 32)) return false;
        if (!IsField(uri, "model", _info, 64, 16) || !IsField(uri, "serial", _info, 80, 16)) return false;
        if (uri.Of("slot-description") is null && uri.Of("slot-manufacturer") is null) return true;
        var info = library.SlotInfo(Slot);
        return IsField(uri, "slot-description", info, 0, 64) && IsField(uri, "slot-manufacturer", info, 64, 32);
    }

    private static bool FitsLibrary(Pkcs11Library library, Pkcs11Uri uri)
    {
        if (uri.Of("library-manufacturer") is null && uri.Of("library-description") is null && uri.Of("library-version") is null) return true;
        var info = library.Info();
        var description = Layout.LibraryDescriptionOffset;
        var version = $"{info[description + 32]}.{info[description + 33]}";
        return IsField(uri, "library-manufacturer", info, 2, 32) && IsField(uri, "library-description", info, description, 32)
            && (uri.Of("library-version") is not { } wanted || wanted.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(version)));
    }

    private static bool IsField(Pkcs11Uri uri, string attribute, byte[] info, int start, int length) =>
        uri.Of(attribute) is not { } wanted || wanted.AsSpan().TrimEnd((byte)' ').SequenceEqual(Field(info, start, length));

    // Fields are filled up with blanks; some modules fill with zeroes.
    private static ReadOnlySpan<byte> Field(byte[] info, int start, int length) => info.AsSpan(start, length).TrimEnd(" \0"u8);

    private static string List(IReadOnlyCollection<TokenInfo> tokens) =>
        tokens.Count == 0 ? "none" : string.Join("; ", tokens.Take(Limits.MaxTokenObjects).Select(token => token.Details));

    private string Shown(int start, int length) => ForeignText.Sanitize(Encoding.UTF8.GetString(Field(_info, start, length)));
}
