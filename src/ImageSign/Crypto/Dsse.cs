using System.Text;

namespace ImageSign.Crypto;

/// <summary>Dead Simple Signing Envelope 1.0: what is signed is the payload together with its type.</summary>
internal static class Dsse
{
    /// <summary>
    /// DSSE protocol, "Signature Definition": PAE(type, body) = "DSSEv1" + SP + LEN(type) + SP + type + SP + LEN(body) + SP + body,
    /// where LEN is the ASCII decimal length in bytes without leading zeros.
    /// </summary>
    public static byte[] PreAuthEncoding(string payloadType, ReadOnlySpan<byte> payload)
    {
        var head = Encoding.UTF8.GetBytes($"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ");
        var encoded = new byte[head.Length + payload.Length];
        head.CopyTo(encoded, 0);
        payload.CopyTo(encoded.AsSpan(head.Length));
        return encoded;
    }
}
