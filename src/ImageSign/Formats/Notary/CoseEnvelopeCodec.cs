using System.Formats.Cbor;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>A tagged COSE_Sign1 (RFC 9052, section 4.2; signature-envelope-cose). Definite lengths only; the bytes that were signed are the bytes that were read.</summary>
internal sealed class CoseEnvelopeCodec : INotaryEnvelopeCodec
{
    private const string What = "The COSE envelope";
    private const long X5ChainLabel = 33;
    private const CborTag Sign1 = (CborTag)18;

    /// <inheritdoc />
    public string MediaType => MediaTypes.Cose;

    /// <inheritdoc />
    public NotaryEnvelope Read(ReadOnlyMemory<byte> envelope)
    {
        try
        {
            var reader = new CborReader(envelope, CborConformanceMode.Strict);
            if (reader.PeekState() != CborReaderState.Tag || reader.ReadTag() != Sign1) throw Bad("it is not a tagged COSE_Sign1");
            if (reader.ReadStartArray() != 4) throw Bad("a COSE_Sign1 has four parts");
            var header = CborStrict.Bytes(reader, "the protected header");
            var unprotected = ReadUnprotected(reader);
            if (reader.PeekState() == CborReaderState.Null) throw Bad("the payload is detached");
            var payload = CborStrict.Bytes(reader, "the payload");
            var signature = CborStrict.Bytes(reader, "the signature");
            reader.ReadEndArray();
            if (reader.BytesRemaining > 0) throw Bad("something follows it");
            if (payload.Length == 0) throw Bad("the payload is empty");
            return new NotaryEnvelope(CoseProtectedHeader.Read(header, unprotected.Labels).RequireValid(), payload, ToBeSigned(header, payload), signature, CertificateChain.FromDer(unprotected.Certificates))
            {
                Timestamp = unprotected.Timestamp,
                SigningAgent = unprotected.SigningAgent,
            };
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw ErrorCodes.Malformed.Because(e, What, "it is not the CBOR that a COSE_Sign1 is made of");
        }
    }

    /// <inheritdoc />
    public EnvelopeDraft Draft(SignedAttributes attributes, ReadOnlyMemory<byte> payload)
    {
        var header = CoseProtectedHeader.Write(attributes);
        return new EnvelopeDraft(header, payload, ToBeSigned(header, payload));
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Assemble(EnvelopeDraft draft, ReadOnlySpan<byte> signature, CertificateChain chain, string signingAgent, ReadOnlyMemory<byte>? timestamp)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag(Sign1);
        writer.WriteStartArray(4);
        writer.WriteByteString(draft.Protected.Span);
        writer.WriteStartMap(timestamp is null ? 2 : 3);
        writer.WriteInt64(X5ChainLabel);
        writer.WriteStartArray(chain.Certificates.Count);
        foreach (var certificate in chain.Certificates) writer.WriteByteString(certificate.RawDataMemory.Span);
        writer.WriteEndArray();
        writer.WriteTextString(NotaryHeaders.SigningAgent);
        writer.WriteTextString(signingAgent);
        if (timestamp is { } token)
        {
            writer.WriteTextString(NotaryHeaders.TimestampSignature);
            writer.WriteByteString(token.Span);
        }

        writer.WriteEndMap();
        writer.WriteByteString(draft.Payload.Span);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    // RFC 9052, section 4.4: Sig_structure = [ context: "Signature1", body_protected, external_aad: bstr, payload ].
    private static byte[] ToBeSigned(ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(header.Span);
        writer.WriteByteString([]);
        writer.WriteByteString(payload.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static (List<ReadOnlyMemory<byte>> Certificates, ReadOnlyMemory<byte>? Timestamp, string? SigningAgent, HashSet<string> Labels) ReadUnprotected(CborReader reader)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        ReadOnlyMemory<byte>? timestamp = null;
        string? agent = null;
        var labels = new HashSet<string>(StringComparer.Ordinal);
        var count = CborStrict.MapSize(reader, "the unprotected header");
        for (var i = 0; i < count; i++)
        {
            var label = CborStrict.Label(reader);
            labels.Add(label);
            switch (label)
            {
                case "33":
                    certificates = ReadCertificates(reader);
                    break;
                case NotaryHeaders.TimestampSignature:
                    timestamp = CborStrict.Bytes(reader, label);
                    break;
                case NotaryHeaders.SigningAgent:
                    agent = CborStrict.Text(reader, label);
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEndMap();
        return certificates.Count > 0 ? (certificates, timestamp, agent, labels) : throw Bad("'x5chain' is missing or empty");
    }

    private static List<ReadOnlyMemory<byte>> ReadCertificates(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.StartArray || reader.ReadStartArray() is not { } count) throw Bad("'x5chain' is not an array of definite length");
        if (count > Limits.MaxChainCertificates) throw Bad($"'x5chain' holds more than {Limits.MaxChainCertificates} certificates");
        var certificates = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < count; i++) certificates.Add(CborStrict.Bytes(reader, "x5chain"));
        reader.ReadEndArray();
        return certificates;
    }

    private static ImageSignException Bad(string reason) => ErrorCodes.Malformed.With(What, reason);
}
