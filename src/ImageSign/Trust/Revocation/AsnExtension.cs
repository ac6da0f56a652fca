using System.Formats.Asn1;

namespace ImageSign.Trust.Revocation;

/// <summary>An extension of a revocation list, of an entry in it, or of an OCSP response.</summary>
/// <param name="Oid">Its type.</param>
/// <param name="Critical">True when it must be understood.</param>
/// <param name="Value">Its content.</param>
internal sealed record AsnExtension(string Oid, bool Critical, ReadOnlyMemory<byte> Value)
{
    /// <summary>Reads the items of an Extensions sequence (RFC 5280, section 4.1).</summary>
    public static IReadOnlyList<AsnExtension> ReadAll(AsnReader extensions)
    {
        var all = new List<AsnExtension>();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            all.Add(new AsnExtension(oid, critical, extension.ReadOctetString()));
        }

        return all;
    }
}
