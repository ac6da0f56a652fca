using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Crypto;

/// <summary>The certificates in a file of a user: PEM blocks, or one in DER.</summary>
internal static class CertificateFile
{
    /// <summary>Reads them in order; <see cref="ErrorCodes.Malformed"/> for anything else.</summary>
    public static IReadOnlyList<X509Certificate2> Parse(ReadOnlySpan<byte> content)
    {
        if (ByteOrderMark.IsUtf16(content)) throw ErrorCodes.Malformed.With("The certificates", ByteOrderMark.Utf16Reason);
        if (content.IndexOf("-----BEGIN "u8) < 0 && content is [DerSequence, ..]) return [CertificateChain.Load(content.ToArray())];
        return CertificatePem.Read(Encoding.UTF8.GetString(ByteOrderMark.Skip(content)));
    }

    private const byte DerSequence = 0x30;
}
