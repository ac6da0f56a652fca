using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Keys;
using ImageSign.Trust;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Rehearsals;

/// <summary>A key without a file, and the trust store that trusts its certificate.</summary>
internal sealed class RehearsalKey(TestCertificate? certificate) : IKeyProvider, IPasswordSource, ITrustStore
{
    public KeyScheme Scheme => KeyScheme.Environment;

    public KeyReference Reference { get; } = new(KeyScheme.Environment, "rehearsal");

    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var key = await KeyOpener.OpenSigningKeyAsync(Encoding.ASCII.GetBytes(certificate?.PrivateKeyPem ?? NewKey()), reference.Value, passwords, cancellationToken).ConfigureAwait(false);
        return certificate is null ? key : new CertifiedKey(key, new CertificateChain(CertificatePem.Read(certificate.ChainPem)), reference.Value);
    }

    public ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);

    public IReadOnlyList<X509Certificate2> Load(TrustStoreName store) => CertificatePem.Read(certificate!.RootPem);

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
