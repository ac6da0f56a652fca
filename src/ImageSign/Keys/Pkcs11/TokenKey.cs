using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Oci;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Keys.Pkcs11;

/// <summary>A private key on a token, with the public half and the certificates that stand beside it.</summary>
/// <param name="Handle">The key.</param>
/// <param name="PublicKey">Its public half.</param>
/// <param name="Certificates">Its certificate and the issuers' that the token holds, its own first; empty when there is none.</param>
/// <param name="AsksEachTime">True when the user must log in for each signature (<c>CKA_ALWAYS_AUTHENTICATE</c>).</param>
internal sealed record TokenKey(ulong Handle, PublicKey PublicKey, IReadOnlyList<X509Certificate2> Certificates, bool AsksEachTime)
{
    /// <summary>The one private key that <paramref name="uri"/> names; none, or several, is a refusal.</summary>
    public static TokenKey Find(Token token, ulong session, Pkcs11Uri uri, KeyReference reference)
    {
        var library = token.Library;
        var matching = TokenObject.Find(library, session, Ck.PrivateKey, uri.Object, uri.Id);
        if (matching.Length == 0) throw NotFound(token, session, uri, Ck.PrivateKey, "signing key");
        if (matching.Length > 1) throw Ambiguous(token, uri, matching);
        var key = matching[0];
        if (!key.Flag(Ck.Sign, unsaid: true)) throw ErrorCodes.KeyCannotSign.With(reference, "anything", "its CKA_SIGN is false");
        var id = key.Id;
        var certificates = id is [] ? [] : TokenObject.Find(library, session, Ck.Certificate, id: id).Select(item => item.Certificate()).OfType<X509Certificate2>().ToArray();
        var publicKey = PublicHalfOf(token, session, uri, key, certificates, reference);
        var own = Array.Find(certificates, certificate => IsOf(certificate, publicKey));
        return new TokenKey(key.Handle, publicKey, own is null ? [] : ChainOf(own, library, session), key.Flag(Ck.AlwaysAuthenticate, unsaid: false));
    }

    /// <summary>The one public key, or else the certificate, that <paramref name="uri"/> names; seen without a login.</summary>
    public static PublicKey FindPublic(Token token, ulong session, Pkcs11Uri uri, KeyReference reference)
    {
        if (uri.Type != "cert" && OneOf(Ck.PublicKey) is { } key) return key.PublicKey(reference.ToString()) ?? throw ErrorCodes.PublicHalfMissing.With(reference);
        if (uri.Type != "public" && OneOf(Ck.Certificate) is { } item)
        {
            var certificate = item.Certificate() ?? throw ErrorCodes.CertificateNotUsable.With(reference, "it cannot be parsed");
            return PublicKeyReader.FromCertificate(certificate, reference.ToString());
        }

        throw NotFound(token, session, uri, Ck.PublicKey, "public key or certificate");

        TokenObject? OneOf(ulong objectClass) => TokenObject.Find(token.Library, session, objectClass, uri.Object, uri.Id) switch
        {
            [] => null,
            [var one] => one,
            var several => throw Ambiguous(token, uri, several),
        };
    }

    /// <summary>
    /// The public object of the same <c>CKA_ID</c>, the certificate of the same <c>CKA_ID</c>, what the private object itself says, what the user gave. Labels
    /// are no bond: those of the two halves may differ.
    /// </summary>
    private static PublicKey PublicHalfOf(Token token, ulong session, Pkcs11Uri uri, TokenObject key, X509Certificate2[] certificates, KeyReference reference)
    {
        var name = reference.ToString();
        var said = key.KeyType == Ck.Rsa ? key.PublicKey(name) : null;
        if (said is not null) return said;
        if (key.Id is { Length: > 0 } id)
        {
            var type = key.KeyType;
            var halves = TokenObject.Find(token.Library, session, Ck.PublicKey, id: id).Where(half => half.KeyType == type).ToArray();
            // Keys of one CKA_ID: then only the label is left to tell whose half it is.
            if (halves.Length > 1) halves = [.. halves.Where(half => half.Label.AsSpan().SequenceEqual(key.Label))];
            if (halves.Length > 1) throw Ambiguous(token, uri, halves);
            if (halves is [var half] && half.PublicKey(name) is { } known) return known;
            if (certificates.Select(certificate => certificate.PublicKey.ExportSubjectPublicKeyInfo()).DistinctBy(Convert.ToHexString).ToArray() is [var only])
            {
                return PublicKeyReader.FromSubjectPublicKeyInfo(only, name);
            }
        }

        if (key.PublicKey(name) is { } own) return own;
        var given = reference.Certificates ?? throw ErrorCodes.PublicHalfMissing.With(reference);
        return PublicKeyReader.FromSubjectPublicKeyInfo(given.Leaf.PublicKey.ExportSubjectPublicKeyInfo(), name);
    }

    private static List<X509Certificate2> ChainOf(X509Certificate2 own, Pkcs11Library library, ulong session)
    {
        List<X509Certificate2> chain = [own];
        if (IsSelfIssued(own)) return chain;
        var others = TokenObject.Find(library, session, Ck.Certificate).Select(item => item.Certificate()).OfType<X509Certificate2>().ToArray();
        while (chain.Count < Limits.MaxChainCertificates && !IsSelfIssued(chain[^1]) && Array.Find(others, IsIssuer) is { } issuer) chain.Add(issuer);
        return chain;

        bool IsIssuer(X509Certificate2 other) => other.SubjectName.RawData.AsSpan().SequenceEqual(chain[^1].IssuerName.RawData) && !chain.Contains(other);
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static bool IsOf(X509Certificate2 certificate, PublicKey key) =>
        certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.SubjectPublicKeyInfo.Span);

    private static ImageSignException NotFound(Token token, ulong session, Pkcs11Uri uri, ulong objectClass, string what)
    {
        var present = TokenObject.Find(token.Library, session, objectClass).Take(Limits.MaxTokenObjects).Select(item => item.Description).ToArray();
        return ErrorCodes.TokenKeyNotFound.With(token.Name, what, uri.ObjectText, present.Length == 0 ? "none" : string.Join("; ", present));
    }

    private static ImageSignException Ambiguous(Token token, Pkcs11Uri uri, TokenObject[] objects) => ErrorCodes.TokenKeyAmbiguous.With(
        objects.Length > Limits.MaxTokenObjects ? $"More than {Limits.MaxTokenObjects}" : objects.Length,
        token.Name,
        uri.ObjectText,
        string.Join("; ", objects.Take(Limits.MaxTokenObjects).Select(item => item.Description)));
}
