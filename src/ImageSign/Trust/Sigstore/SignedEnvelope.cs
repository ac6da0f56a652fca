using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>A DSSE envelope with one signature over its pre-authentication encoding.</summary>
/// <param name="PayloadType">The type of the payload.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Signature">The signature.</param>
internal sealed record SignedEnvelope(
    string PayloadType, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature) : SignedContent(Signature)
{
    private readonly byte[] _encoding = Dsse.PreAuthEncoding(PayloadType, Payload.Span);

    /// <inheritdoc />
    protected override ReadOnlyMemory<byte>? Message => _encoding;

    /// <inheritdoc />
    public override byte[] HashWith(HashAlgorithmName algorithm) => CryptographicOperations.HashData(algorithm, _encoding);
}
