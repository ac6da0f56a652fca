using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Crypto;

namespace ImageSign.Keys.File;

/// <summary>PFX files (PKCS #12): one private key with its certificates. Nothing is put into a key store of the machine.</summary>
internal static class PfxReader
{
    private const byte DerSequence = 0x30;

    /// <summary>True for what cannot be PEM text, and begins as a PFX does.</summary>
    public static bool LooksLikePfx(ReadOnlySpan<byte> content) => content is [DerSequence, ..];

    /// <summary>Opens the file; its certificates are ordered from the key's own to the root.</summary>
    public static ISigningKey Open(ReadOnlyMemory<byte> content, ReadOnlySpan<byte> password, string name)
    {
        var characters = new char[Encoding.UTF8.GetCharCount(password)];
        Encoding.UTF8.GetChars(password, characters);
        try
        {
            var info = Pkcs12Info.Decode(content, out _);
            if (info.IntegrityMode != Pkcs12IntegrityMode.Password) throw ErrorCodes.KeyInvalid.With(name, "it is a PFX file without a password check");
            var work = new PasswordWork(name);
            work.AddPfx(content);
            if (!info.VerifyMac(characters)) throw ErrorCodes.WrongPassword.With(name);
            return Read(info, characters, work, name);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw ErrorCodes.KeyInvalid.Because(e, name, "it is not a PFX file that can be read");
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    private static CertifiedKey Read(Pkcs12Info info, ReadOnlySpan<char> password, PasswordWork work, string name)
    {
        var keys = new List<byte[]>();
        var certificates = new List<X509Certificate2>();
        try
        {
            foreach (var contents in info.AuthenticatedSafe)
            {
                if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password) contents.Decrypt(password);
                foreach (var bag in contents.GetBags())
                {
                    if (bag is Pkcs12CertBag certificate) certificates.Add(certificate.GetCertificate());
                    else if (bag is Pkcs12KeyBag plain) keys.Add(plain.Pkcs8PrivateKey.ToArray());
                    else if (bag is Pkcs12ShroudedKeyBag shrouded)
                    {
                        work.AddEncryptedKey(shrouded.EncryptedPkcs8PrivateKey);
                        keys.Add(Pkcs8PrivateKeyInfo.DecryptAndDecode(password, shrouded.EncryptedPkcs8PrivateKey, out _).Encode());
                    }
                }
            }

            if (keys.Count != 1) throw ErrorCodes.KeyInvalid.With(name, $"it holds {keys.Count} private keys, not one");
            var key = PrivateKeyReader.FromPkcs8(keys[0], name);
            return new CertifiedKey(key, new CertificateChain(Order(certificates, key, name)), name);
        }
        finally
        {
            foreach (var key in keys) CryptographicOperations.ZeroMemory(key);
        }
    }

    private static List<X509Certificate2> Order(List<X509Certificate2> certificates, ISigningKey key, string name)
    {
        var leaf = certificates.Find(certificate => certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKey.SubjectPublicKeyInfo.Span))
            ?? throw ErrorCodes.KeyInvalid.With(name, "it holds no certificate of its key");
        List<X509Certificate2> chain = [leaf];
        while (certificates.Find(certificate => !chain.Contains(certificate) && certificate.SubjectName.RawData.AsSpan().SequenceEqual(chain[^1].IssuerName.RawData)) is { } issuer) chain.Add(issuer);
        return chain;
    }
}
