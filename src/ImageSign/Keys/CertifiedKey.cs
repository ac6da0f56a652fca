using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys;

/// <summary>A key with certificates that were given for it.</summary>
internal sealed class CertifiedKey : ICertifiedKey
{
    private readonly ISigningKey _key;

    /// <summary>Joins the two; <see cref="ErrorCodes.KeyNotOfCertificate"/> when the first certificate was issued for another key.</summary>
    public CertifiedKey(ISigningKey key, CertificateChain chain, string name)
    {
        if (!chain.Leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKey.SubjectPublicKeyInfo.Span)) throw ErrorCodes.KeyNotOfCertificate.With(name, $"'{chain.Leaf.Subject}'");
        (_key, Chain) = (key, chain);
    }

    /// <summary>The key without its certificates.</summary>
    public ISigningKey Key => _key;

    /// <inheritdoc />
    public PublicKey PublicKey => _key.PublicKey;

    /// <inheritdoc />
    public CertificateChain Chain { get; }

    /// <inheritdoc />
    public string? Agent => null;

    /// <summary>Reads a chain file: PEM blocks, the signer's certificate first.</summary>
    public static CertificateChain ReadChain(string path)
    {
        try
        {
            var file = UserFile.Read(path, Limits.MaxKeyFileBytes) ?? throw ErrorCodes.CertificateChainUnreadable.With(path, $"it is larger than {Limits.MaxKeyFileBytes} bytes");
            return new CertificateChain(CertificateFile.Parse(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ErrorCodes.CertificateChainUnreadable.Because(e, path, e.Message);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw ErrorCodes.CertificateChainUnreadable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    /// <inheritdoc />
    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => _key.SignAsync(algorithm, message, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();
}
