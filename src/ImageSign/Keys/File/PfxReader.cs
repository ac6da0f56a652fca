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
    private const string Pbmac1 = "1.2.840.113549.1.5.14";

    /// <summary>Opens the file; its certificates are ordered from the key's own to the root.</summary>
    public static ISigningKey Open(KeyMaterial material, byte[] password)
    {
        var name = material.Name;
        var characters = new char[Encoding.UTF8.GetCharCount(password)];
        Encoding.UTF8.GetChars(password, characters);
        try
        {
            var info = Pkcs12Info.Decode(material.Content, out _);
            var work = new PasswordWork(name);
            work.AddPfx(material.Content);
            if (info.IntegrityMode != Pkcs12IntegrityMode.Password)
            {
                throw KeyMaterial.NotUnderstood(name, "it is a PFX file without a password check", "Export it again, with a password");
            }

            if (work.MacAlgorithm == Pbmac1) throw EncryptedKey.Unknown(material, "PBMAC1");
            // An empty password is a zero-terminated text to some programs, and nothing to others.
            if (!info.VerifyMac(characters) && (characters.Length > 0 || !info.VerifyMac(default(ReadOnlySpan<char>)))) throw ErrorCodes.WrongPassword.With(name);
            return Read(info, characters, password, work, material);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw ErrorCodes.KeyInvalid.Because(e, name, "it is a PFX file, but cannot be parsed");
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    private static CertifiedKey Read(Pkcs12Info info, ReadOnlySpan<char> password, byte[] utf8, PasswordWork work, KeyMaterial material)
    {
        var name = material.Name;
        var keys = new List<byte[]>();
        var certificates = new List<X509Certificate2>();
        try
        {
            foreach (var contents in info.AuthenticatedSafe)
            {
                if (contents.ConfidentialityMode == Pkcs12ConfidentialityMode.Password) Decrypt(contents, password, work, material);
                foreach (var bag in contents.GetBags())
                {
                    if (bag is Pkcs12CertBag certificate) certificates.Add(certificate.GetCertificate());
                    else if (bag is Pkcs12KeyBag plain) keys.Add(plain.Pkcs8PrivateKey.ToArray());
                    else if (bag is Pkcs12ShroudedKeyBag shrouded)
                    {
                        work.AddEncryptedKey(shrouded.EncryptedPkcs8PrivateKey);
                        keys.Add(EncryptedKey.Decrypt(material, shrouded.EncryptedPkcs8PrivateKey, utf8));
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

    /// <summary>The MAC has shown that the password is right: what does not open with it is encrypted in a way that .NET does not know here.</summary>
    private static void Decrypt(Pkcs12SafeContents contents, ReadOnlySpan<char> password, PasswordWork work, KeyMaterial material)
    {
        try
        {
            contents.Decrypt(password);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            throw EncryptedKey.Unknown(material, string.Join(" or ", work.ContentAlgorithms.Select(EncryptedKey.NameOf)), isLegacy: true);
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
