using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Keys.File;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Keys;

/// <summary>From the content of a key file to the key; the same for a file and for an environment variable.</summary>
internal static class KeyOpener
{
    /// <summary>The public key; a private key is refused before anything is decrypted.</summary>
    public static PublicKey ReadPublicKey(ReadOnlySpan<byte> file, string name)
    {
        using var material = KeyMaterial.Parse(file, name);
        if (material.IsPrivate) throw ErrorCodes.PublicKeyNeeded.With(name, KeyCommands.PublicHalf(material));
        return material.Kind switch
        {
            KeyMaterialKind.Certificate => OfCertificate(material),
            KeyMaterialKind.RsaPublicKey => OfPkcs1(material),
            _ => PublicKeyReader.FromSubjectPublicKeyInfo(material.Content.ToArray(), name),
        };
    }

    /// <summary>The private key, decrypted when it is encrypted; a public key is refused before a password is asked for.</summary>
    public static async ValueTask<ISigningKey> OpenSigningKeyAsync(ReadOnlyMemory<byte> file, string name, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        using var material = KeyMaterial.Parse(file.Span, name);
        if (!material.IsPrivate) throw ErrorCodes.PrivateKeyNeeded.With(name);
        if (material.Kind == KeyMaterialKind.DsaPrivateKey) throw ErrorCodes.KeyInvalid.With(name, "DSA keys are not supported");
        if (material.Encryption is not null) return await WithPasswordAsync(material, PrivateKeyReader.FromEncrypted, passwords, cancellationToken).ConfigureAwait(false);
        return material.Kind switch
        {
            KeyMaterialKind.RsaPrivateKey => PrivateKeyReader.FromPkcs1(material.Content, name),
            KeyMaterialKind.EcPrivateKey => PrivateKeyReader.FromSec1(material.Content, name),
            KeyMaterialKind.EncryptedPkcs8 => await WithPasswordAsync(material, PrivateKeyReader.FromEncrypted, passwords, cancellationToken).ConfigureAwait(false),
            KeyMaterialKind.CosignPrivateKey => await WithPasswordAsync(material, OfCosign, passwords, cancellationToken).ConfigureAwait(false),
            KeyMaterialKind.Pfx => await WithPasswordAsync(material, PfxReader.Open, passwords, cancellationToken).ConfigureAwait(false),
            _ => PrivateKeyReader.FromPkcs8(material.Content, name),
        };
    }

    private static async ValueTask<ISigningKey> WithPasswordAsync(
        KeyMaterial material, Func<KeyMaterial, byte[], ISigningKey> open, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var password = await passwords.GetPasswordAsync(material.Name, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.PasswordNeeded.With(material.Name);
        try
        {
            return open(material, password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private static ISigningKey OfCosign(KeyMaterial material, byte[] password)
    {
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
