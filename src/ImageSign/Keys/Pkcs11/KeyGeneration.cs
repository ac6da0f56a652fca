using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace ImageSign.Keys.Pkcs11;

/// <summary>What a token is asked for to make a key pair: a private key that can sign, and never leaves it.</summary>
internal static class KeyGeneration
{
    private const int IdBytes = 8;

    /// <summary>Makes the pair. Without an id in the URI both halves get a random one, so that they belong together.</summary>
    public static void Run(Pkcs11Library library, ulong session, Pkcs11Uri uri, KeyAlgorithm algorithm)
    {
        var id = uri.Id ?? RandomNumberGenerator.GetBytes(IdBytes);
        var label = uri.Object ?? Encoding.ASCII.GetBytes(Convert.ToHexStringLower(id));
        List<CkAttribute> publicHalf =
        [
            CkAttribute.Of(Ck.Token, true), CkAttribute.Of(Ck.Private, false), CkAttribute.Of(Ck.Verify, true), new(Ck.Label, label), new(Ck.Id, id), .. Kind(algorithm),
        ];
        CkAttribute[] privateHalf =
        [
            CkAttribute.Of(Ck.Token, true), CkAttribute.Of(Ck.Private, true), CkAttribute.Of(Ck.Sign, true), CkAttribute.Of(Ck.Sensitive, true),
            CkAttribute.Of(Ck.Extractable, false), new(Ck.Label, label), new(Ck.Id, id),
        ];
        library.GenerateKeyPair(session, CkMechanism.Of(MechanismOf(algorithm)), publicHalf.ToArray(), privateHalf);
    }

    private static ulong MechanismOf(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Rsa2048 or KeyAlgorithm.Rsa3072 or KeyAlgorithm.Rsa4096 => Ck.RsaKeyPairGen,
        KeyAlgorithm.Ed25519 => Ck.EcEdwardsKeyPairGen,
        _ => Ck.EcKeyPairGen,
    };

    private static CkAttribute[] Kind(KeyAlgorithm algorithm) => algorithm switch
    {
        KeyAlgorithm.Rsa2048 => OfRsa(2048),
        KeyAlgorithm.Rsa3072 => OfRsa(3072),
        KeyAlgorithm.Rsa4096 => OfRsa(4096),
        KeyAlgorithm.EcdsaP384 => OfCurve("1.3.132.0.34"),
        KeyAlgorithm.EcdsaP521 => OfCurve("1.3.132.0.35"),
        KeyAlgorithm.Ed25519 => OfEdwards(),
        _ => OfCurve("1.2.840.10045.3.1.7"),
    };

    private static CkAttribute[] OfRsa(ulong bits) => [CkAttribute.Of(Ck.ModulusBits, bits), new(Ck.PublicExponent, [1, 0, 1])];

    private static CkAttribute[] OfCurve(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return [new(Ck.EcParams, writer.Encode())];
    }

    /// <summary>PKCS#11 3.0, section 2.3.3: the curve's name, which older modules take too.</summary>
    private static CkAttribute[] OfEdwards()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.PrintableString, "edwards25519");
        return [new(Ck.EcParams, writer.Encode())];
    }
}
