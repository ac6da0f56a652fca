using System.Formats.Asn1;
using ImageSign.Crypto;

namespace ImageSign.Keys.Pkcs11;

/// <summary>Signs with a key that stays on its token.</summary>
/// <param name="token">The token; disposed with this.</param>
/// <param name="key">The key.</param>
/// <param name="mechanisms">What the token can do.</param>
/// <param name="pin">For a key that wants it for each signature; disposed with this.</param>
/// <param name="name">How the user called the key.</param>
internal sealed class Pkcs11Signer(Token token, TokenKey key, HashSet<ulong> mechanisms, Pin? pin, string name) : IHashSigner, IMessageSigner
{
    private const int MaxSignatureBytes = 1024;

    private static readonly CkLayout Layout = CkLayout.Native;

    /// <summary>True when the token signs our hashes; otherwise it hashes itself and wants the message.</summary>
    public bool TakesHashes => key.PublicKey is EcdsaPublicKey ? mechanisms.Contains(Ck.Ecdsa)
        : key.PublicKey is RsaPublicKey && (mechanisms.Contains(Ck.RsaPkcs) || mechanisms.Contains(Ck.RsaPkcsPss));

    /// <inheritdoc />
    public Task<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        var mechanism = OnHash(algorithm, hash.Length);
        Require(mechanism.Type, algorithm);
        var data = mechanism.Type == Ck.RsaPkcs ? DigestInfo(hash.Span) : hash;
        return SignAsync(mechanism, data, algorithm, cancellationToken);
    }

    /// <inheritdoc />
    public Task<byte[]> SignMessageAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var mechanism = OnMessage(algorithm);
        Require(mechanism.Type, algorithm);
        return SignAsync(mechanism, message, algorithm, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        token.Dispose();
        pin?.Dispose();
    }

    private static CkMechanism OnHash(SignatureAlgorithm algorithm, int hashBytes) => algorithm switch
    {
        SignatureAlgorithm.RsaPkcs1Sha256 => CkMechanism.Of(Ck.RsaPkcs),
        SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPssSha384 or SignatureAlgorithm.RsaPssSha512 => CkMechanism.Pss(Layout, Ck.RsaPkcsPss, hashBytes),
        _ => CkMechanism.Of(Ck.Ecdsa),
    };

    private static CkMechanism OnMessage(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaPkcs1Sha256 => CkMechanism.Of(Ck.Sha256RsaPkcs),
        SignatureAlgorithm.RsaPssSha256 => CkMechanism.Pss(Layout, Ck.Sha256RsaPkcsPss, 32),
        SignatureAlgorithm.RsaPssSha384 => CkMechanism.Pss(Layout, Ck.Sha256RsaPkcsPss + 1, 48),
        SignatureAlgorithm.RsaPssSha512 => CkMechanism.Pss(Layout, Ck.Sha256RsaPkcsPss + 2, 64),
        SignatureAlgorithm.EcdsaSha256 => CkMechanism.Of(Ck.EcdsaSha256),
        SignatureAlgorithm.EcdsaSha384 => CkMechanism.Of(Ck.EcdsaSha256 + 1),
        SignatureAlgorithm.EcdsaSha512 => CkMechanism.Of(Ck.EcdsaSha256 + 2),
        _ => CkMechanism.Of(Ck.Eddsa),
    };

    /// <summary>RFC 8017, section 9.2: what <c>CKM_RSA_PKCS</c> pads is a DigestInfo, which names the hash.</summary>
    private static byte[] DigestInfo(ReadOnlySpan<byte> hash)
    {
        const string sha256 = "2.16.840.1.101.3.4.2.1";
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(sha256);
                writer.WriteNull();
            }

            writer.WriteOctetString(hash);
        }

        return writer.Encode();
    }

    private Task<byte[]> SignAsync(CkMechanism mechanism, ReadOnlyMemory<byte> data, SignatureAlgorithm algorithm, CancellationToken cancellationToken) => token.UseAsync(
        session =>
        {
            try
            {
                return token.Library.Sign(session, key.Handle, mechanism, data.Span, MaxSignatureBytes, key.AsksEachTime ? () => token.LoginForSignature(session, pin) : null);
            }
            catch (CkException e) when (e.Result is Ck.MechanismInvalid or Ck.KeyFunctionNotPermitted)
            {
                throw ErrorCodes.KeyCannotSign.Because(e, name, algorithm, Ck.NameOf(e.Result));
            }
        },
        cancellationToken);

    private void Require(ulong mechanism, SignatureAlgorithm algorithm)
    {
        // A token that lists nothing is asked.
        if (mechanisms.Count > 0 && !mechanisms.Contains(mechanism)) throw ErrorCodes.KeyCannotSign.With(name, algorithm, "that is not a mechanism of the token");
    }
}
