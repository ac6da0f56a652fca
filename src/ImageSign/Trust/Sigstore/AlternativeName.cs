using System.Formats.Asn1;

namespace ImageSign.Trust.Sigstore;

/// <summary>The kinds of alternative names that say who signed.</summary>
internal static class AlternativeName
{
    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    // Fulcio, docs/oid-info.md: a user name of an issuer that has no e-mail addresses, name!domain.
    private const string UserName = "1.3.6.1.4.1.57264.1.7";

    /// <summary>
    /// Reads one name; null for one of another kind, or with characters that could mislead whoever compares or prints it.
    /// </summary>
    public static string? Read(AsnReader names)
    {
        var tag = names.PeekTag();
        string? text;
        if (tag.HasSameClassAndValue(Email)) text = names.ReadCharacterString(UniversalTagNumber.IA5String, Email);
        else if (tag.HasSameClassAndValue(Uri)) text = names.ReadCharacterString(UniversalTagNumber.IA5String, Uri);
        else if (tag.HasSameClassAndValue(OtherName)) text = ReadOther(names.ReadSequence(OtherName));
        else
        {
            names.ReadEncodedValue();
            return null;
        }

        // IA5 holds control characters as well; a NUL or a line feed in a name is an attack.
        return text is { Length: > 0 } && !text.Any(char.IsControl)
            && (tag.HasSameClassAndValue(OtherName) || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            ? text
            : null;
    }

    private static string? ReadOther(AsnReader name)
    {
        if (name.ReadObjectIdentifier() != UserName) return null;
        var value = name.ReadSequence(OtherName);
        name.ThrowIfNotEmpty();
        var text = value.ReadCharacterString(UniversalTagNumber.UTF8String);
        value.ThrowIfNotEmpty();
        return text;
    }
}
