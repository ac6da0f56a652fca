using System.Formats.Asn1;
using System.Numerics;
using ImageSign.Oci;

namespace ImageSign.Keys.File;

/// <summary>Counts how often the passwords of one key file have to be stretched, before it is done: whoever wrote the file chose the numbers.</summary>
internal sealed class KeyDerivationBudget(string name)
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string EncryptedData = "1.2.840.113549.1.7.6";
    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private BigInteger _taken;

    /// <summary>RFC 5958, section 3: EncryptedPrivateKeyInfo ::= SEQUENCE { encryptionAlgorithm, encryptedData }.</summary>
    public void TakeEncryptedPkcs8(ReadOnlyMemory<byte> der) => TakeAlgorithm(new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence());

    /// <summary>RFC 7292, section 4: PFX ::= SEQUENCE { version, authSafe ContentInfo, macData OPTIONAL }; its shrouded keys are counted one by one, as they come to light.</summary>
    public void TakePfx(ReadOnlyMemory<byte> ber)
    {
        var pfx = new AsnReader(ber, AsnEncodingRules.BER).ReadSequence();
        pfx.ReadInteger();
        var safe = pfx.ReadSequence();
        safe.ReadObjectIdentifier();
        if (pfx.HasData)
        {
            // MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING, iterations INTEGER DEFAULT 1 }
            var mac = pfx.ReadSequence();
            mac.ReadSequence();
            mac.ReadOctetString();
            Take(mac.HasData ? mac.ReadInteger() : BigInteger.One);
        }

        var contents = new AsnReader(safe.ReadSequence(Explicit).ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
        while (contents.HasData)
        {
            var content = contents.ReadSequence();
            if (content.ReadObjectIdentifier() != EncryptedData) continue;
            // RFC 5652, section 8: EncryptedData ::= SEQUENCE { version, EncryptedContentInfo ::= SEQUENCE { contentType, contentEncryptionAlgorithm, … } }
            var data = content.ReadSequence(Explicit).ReadSequence();
            data.ReadInteger();
            var encrypted = data.ReadSequence();
            encrypted.ReadObjectIdentifier();
            TakeAlgorithm(encrypted.ReadSequence());
        }
    }

    private void TakeAlgorithm(AsnReader algorithm)
    {
        var scheme = algorithm.ReadObjectIdentifier();
        var parameters = algorithm.ReadSequence();
        if (scheme == Pbes2)
        {
            // RFC 8018, appendix A.4: PBES2-params ::= SEQUENCE { keyDerivationFunc, encryptionScheme }; what .NET derives with is PBKDF2 alone, all else it refuses.
            var function = parameters.ReadSequence();
            function.ReadObjectIdentifier();
            parameters = function.ReadSequence();
        }

        // RFC 8018, appendices A.2 and A.3, and RFC 7292, appendix C: the salt comes first, the iteration count second.
        parameters.ReadEncodedValue();
        Take(parameters.ReadInteger());
    }

    private void Take(BigInteger iterations)
    {
        _taken += BigInteger.Max(iterations, BigInteger.Zero);
        if (_taken > Limits.MaxKeyDerivations) throw ErrorCodes.KeyDerivationTooCostly.With(name, $"{Limits.MaxKeyDerivations}");
    }
}
