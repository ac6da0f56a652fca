using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Oci;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Keys.Pkcs11;

/// <summary>An object of a token, seen from one session.</summary>
internal sealed class TokenObject(Pkcs11Library library, ulong session, ulong handle)
{
    public ulong Handle => handle;

    public byte[] Id => Bytes(Ck.Id) ?? [];

    public byte[] Label => Bytes(Ck.Label) ?? [];

    public ulong? KeyType => Bytes(Ck.KeyType) is { } type && type.Length == CkLayout.Native.UlongBytes ? CkLayout.Native.ReadUlong(type) : null;

    /// <summary>How messages tell it from others.</summary>
    public string Description => $"object '{ForeignText.Sanitize(Encoding.UTF8.GetString(Label))}' id {(Id is [] ? "-" : Convert.ToHexStringLower(Id))}";

    /// <summary>The objects of a class with these properties.</summary>
    public static TokenObject[] Find(Pkcs11Library library, ulong session, ulong objectClass, byte[]? label = null, byte[]? id = null)
    {
        List<CkAttribute> wanted = [CkAttribute.Of(Ck.Class, objectClass)];
        if (label is not null) wanted.Add(new CkAttribute(Ck.Label, label));
        if (id is not null) wanted.Add(new CkAttribute(Ck.Id, id));
        var handles = library.Find(session, Limits.MaxTokenObjects, wanted.ToArray());
        return [.. handles.Select(handle => new TokenObject(library, session, handle))];
    }

    public byte[]? Bytes(ulong attribute) => library.Attribute(session, handle, attribute, Limits.MaxTokenAttributeBytes);

    /// <summary>The value of a yes or no; <paramref name="unsaid"/> when it has none.</summary>
    public bool Flag(ulong attribute, bool unsaid) => Bytes(attribute) is [var value, ..] ? value != 0 : unsaid;

    /// <summary>The certificate; null for one that .NET does not read.</summary>
    public X509Certificate2? Certificate()
    {
        if (Bytes(Ck.Value) is not { Length: > 0 } der) return null;
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null; // attribute certificates and the like, of which no signer is made
        }
    }

    /// <summary>The public key that this object is; null when it does not say enough.</summary>
    public PublicKey? PublicKey(string name) => TokenPublicKey.Read(this, name);
}
