using System.Formats.Asn1;
using System.Numerics;
using ImageSign.Oci;

namespace ImageSign.Keys.File;

/// <summary>How often an encrypted file makes its reader hash the password. Whoever hands out the file chooses that, and with it our time.</summary>
/// <param name="name">How the user called the key.</param>
internal sealed class PasswordWork(string name)
{
    private readonly List<string> _contentAlgorithms = [];
    private BigInteger _iterations;

    /// <summary>The algorithm of a PFX file's MAC, or null.</summary>
    public string? MacAlgorithm { get; private set; }

    /// <summary>The algorithms that a PFX file's contents are encrypted with.</summary>
    public IReadOnlyList<string> ContentAlgorithms => _contentAlgorithms;

    /// <summary>Counts an EncryptedPrivateKeyInfo (RFC 5958, section 3); refuses it when all that was counted is too much.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public void AddEncryptedKey(ReadOnlyMemory<byte> encrypted) => AddAlgorithm(new AsnReader(encrypted, AsnEncodingRules.BER).ReadSequence().ReadSequence());

    /// <summary>Counts a PFX (RFC 7292, section 4): its MAC, and each content that is encrypted; the keys inside are still to be counted.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public void AddPfx(ReadOnlyMemory<byte> content)
    {
        var pfx = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        pfx.ReadEncodedValue(); // version
        var safe = ContentOf(pfx.ReadSequence());
        if (pfx.HasData) AddMac(pfx.ReadSequence());
        var contents = new AsnReader(safe.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
        while (contents.HasData)
        {
            var inner = ContentOf(contents.ReadSequence());
            // EncryptedData ::= SEQUENCE { version, EncryptedContentInfo }; what is not encrypted is an OCTET STRING.
            if (!inner.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) continue;
            var encrypted = inner.ReadSequence();
            encrypted.ReadEncodedValue();
            var info = encrypted.ReadSequence();
            info.ReadEncodedValue(); // contentType
            _contentAlgorithms.Add(AddAlgorithm(info.ReadSequence()));
        }
    }

    private static AsnReader ContentOf(AsnReader contentInfo)
    {
        contentInfo.ReadEncodedValue(); // contentType
        return contentInfo.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true));
    }

    // MacData ::= SEQUENCE { DigestInfo { AlgorithmIdentifier, digest }, macSalt, iterations DEFAULT 1 }
    private void AddMac(AsnReader mac)
    {
        MacAlgorithm = AddAlgorithm(mac.ReadSequence().ReadSequence());
        mac.ReadEncodedValue();
        if (mac.HasData) Add(mac.ReadInteger());
    }

    // RFC 8018: the parameters of PBES1 and PBKDF2 begin with salt and iterations, those of PBES2 and PBMAC1 with the algorithm that derives the key.
    private string AddAlgorithm(AsnReader algorithm)
    {
        var oid = algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? AsnDecoder.ReadObjectIdentifier(algorithm.PeekEncodedValue().Span, AsnEncodingRules.BER, out _) : "";
        AddParameters(algorithm);
        return oid;
    }

    private void AddParameters(AsnReader algorithm)
    {
        for (var level = 0; level < 2; level++)
        {
            algorithm.ReadEncodedValue(); // algorithm
            if (!algorithm.HasData || !algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) return;
            algorithm = algorithm.ReadSequence();
            if (!algorithm.HasData || !algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) break;
            algorithm = algorithm.ReadSequence();
        }

        if (!algorithm.HasData) return;
        algorithm.ReadEncodedValue(); // salt
        if (algorithm.HasData && algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) Add(algorithm.ReadInteger());
    }

    private void Add(BigInteger iterations)
    {
        _iterations += BigInteger.Abs(iterations);
        if (_iterations > Limits.MaxPasswordIterations) throw ErrorCodes.KeyDerivationTooCostly.With(name, $"{Limits.MaxPasswordIterations}");
    }
}
