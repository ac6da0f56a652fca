using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Keys.File;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Keys;

/// <summary>From the text of a key file to the key; the same for a file and for an environment variable.</summary>
internal static class KeyOpener
{
    /// <summary>The public key; a private key is refused before anything is decrypted.</summary>
    public static PublicKey ReadPublicKey(ReadOnlySpan<byte> text, string name)
    {
        if (PfxReader.LooksLikePfx(text)) throw ErrorCodes.PublicKeyNeeded.With(name);
        using var material = KeyMaterial.Parse(text, name);
        if (material.IsPrivate) throw ErrorCodes.PublicKeyNeeded.With(name);
        return material.Kind switch
        {
            KeyMaterialKind.Certificate => OfCertificate(material),
            KeyMaterialKind.RsaPublicKey => OfPkcs1(material),
            _ => PublicKeyReader.FromSubjectPublicKeyInfo(material.Content.ToArray(), name),
        };
    }

    /// <summary>The private key, decrypted when it is encrypted; a public key is refused before a password is asked for.</summary>
    public static async ValueTask<ISigningKey> OpenSigningKeyAsync(ReadOnlyMemory<byte> text, string name, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        if (PfxReader.LooksLikePfx(text.Span)) return await WithPasswordAsync(password => PfxReader.Open(text, password, name), name, passwords, cancellationToken).ConfigureAwait(false);
        using var material = KeyMaterial.Parse(text.Span, name);
        switch (material.Kind)
        {
            case KeyMaterialKind.Pkcs8: return PrivateKeyReader.FromPkcs8(material.Content, name);
            case KeyMaterialKind.RsaPrivateKey: return PrivateKeyReader.FromPkcs1(material.Content, name);
            case KeyMaterialKind.EcPrivateKey: return PrivateKeyReader.FromSec1(material.Content, name);
            case KeyMaterialKind.EncryptedPkcs8 or KeyMaterialKind.CosignPrivateKey:
                return await WithPasswordAsync(password => Decrypt(material, password), name, passwords, cancellationToken).ConfigureAwait(false);
            default: throw ErrorCodes.PrivateKeyNeeded.With(name);
        }
    }

    private static async ValueTask<ISigningKey> WithPasswordAsync(Func<byte[], ISigningKey> open, string name, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var password = await passwords.GetPasswordAsync(name, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.PasswordNeeded.With(name);
        try
        {
            return open(password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private static ISigningKey Decrypt(KeyMaterial material, byte[] password)
    {
        if (material.Kind == KeyMaterialKind.EncryptedPkcs8) return PrivateKeyReader.FromEncryptedPkcs8(material.Content, password, material.Name);
        var pkcs8 = CosignKeyFile.Decrypt(material.Content, password, material.Name);
        try
        {
            return PrivateKeyReader.FromPkcs8(pkcs8, material.Name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    private static PublicKey OfCertificate(KeyMaterial material)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(material.Content);
            return PublicKeyReader.FromCertificate(certificate, material.Name);
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.CertificateNotUsable.Because(e, material.Name, "it cannot be parsed");
        }
    }

    private static PublicKey OfPkcs1(KeyMaterial material)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportRSAPublicKey(material.Content, out _);
            return PublicKeyReader.FromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo(), material.Name);
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.KeyInvalid.Because(e, material.Name, "it cannot be parsed");
        }
    }
}
