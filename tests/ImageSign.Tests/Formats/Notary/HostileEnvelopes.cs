using System.Buffers.Text;
using System.Formats.Cbor;
using System.Text;
using ImageSign.Formats.Notary;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>Envelopes that a careless reader would accept, or choke on.</summary>
public sealed class HostileEnvelopes
{
    private static readonly string Jws = Encoding.UTF8.GetString(NotationVectors.Envelope("jws-p256").Bytes);

    public static TheoryData<string, string> Protected { get; } = new()
    {
        { "\"alg\":\"ES256\"", "\"alg\":\"ES256\",\"alg\":\"ES256\"" },
        { "\"alg\":\"ES256\"", "\"alg\":\"ES256\",\"Alg\":\"none\"" },
        { "\"alg\":\"ES256\"", "\"alg\":\"EdDSA\"" },
        { "\"alg\":\"ES256\"", "\"alg\":\"HS256\"" },
        { "[\"io.cncf.notary.signingScheme\"]", "[\"io.cncf.notary.signingScheme\",\"b64\"],\"b64\":true" },
        { "[\"io.cncf.notary.signingScheme\"]", "[\"io.cncf.notary.signingScheme\",\"io.cncf.notary.signingScheme\"]" },
        { "[\"io.cncf.notary.signingScheme\"]", "[\"io.cncf.notary.signingScheme\",\"com.example.x\"],\"com.example.x\":1" },
        { "[\"io.cncf.notary.signingScheme\"]", "[\"io.cncf.notary.signingScheme\",\"io.cncf.notary.signingTime\"]" },
        { "[\"io.cncf.notary.signingScheme\"]", "[]" },
        { "\"notary.x509\"", "\"notary.x509.signingAuthority\"" },
        { "\"alg\":\"ES256\"", "\"alg\":\"ES256\",\"x5c\":[]" },
    };

    [Theory, MemberData(nameof(Protected))]
    public void A_protected_header_that_breaks_a_rule_is_refused(string part, string replacement)
    {
        var header = JwsPart("protected");
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(header));
        Assert.Contains(part, text, StringComparison.Ordinal);
        AssertMalformed(new JwsEnvelopeCodec(), Encoding.UTF8.GetBytes(Jws.Replace(header, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text.Replace(part, replacement, StringComparison.Ordinal))), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"payload\":\"", "\"Payload\":\"e30\",\"payload\":\"")]
    [InlineData("\"header\":{", "\"header\":{\"x5c\":[],")]
    [InlineData("\"signature\":\"", "\"signature\":\" ")]
    [InlineData("\"header\":{", "\"header\":{\"alg\":\"ES256\",")]
    [InlineData("{\"payload\"", "{\"signatures\":[],\"payload\"")]
    public void A_JWS_that_two_readers_would_read_differently_is_refused(string part, string replacement)
    {
        Assert.Contains(part, Jws, StringComparison.Ordinal);
        AssertMalformed(new JwsEnvelopeCodec(), Encoding.UTF8.GetBytes(Jws.Replace(part, replacement, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_million_dots_and_a_deep_nest_cost_little_and_are_refused()
    {
        AssertMalformed(new JwsEnvelopeCodec(), Encoding.ASCII.GetBytes(new string('.', 1_000_000)));
        AssertMalformed(new JwsEnvelopeCodec(), Encoding.ASCII.GetBytes(new string('[', 1_000_000)));
        AssertMalformed(new CoseEnvelopeCodec(), (byte[])[0xd2, 0x84, .. Enumerable.Repeat((byte)0x81, 1_000_000)]);
    }

    [Fact]
    public void Every_truncation_of_an_envelope_is_refused()
    {
        var cose = NotationVectors.Envelope("cose-p256").Bytes;
        for (var length = 0; length < cose.Length; length += 7) AssertMalformed(new CoseEnvelopeCodec(), cose.AsMemory(0, length));
        var jws = Encoding.UTF8.GetBytes(Jws);
        for (var length = 0; length < jws.Length; length += 7) AssertMalformed(new JwsEnvelopeCodec(), jws.AsMemory(0, length));
    }

    [Fact]
    public void A_COSE_of_indefinite_length_is_refused()
    {
        var cose = NotationVectors.Envelope("cose-p256").Bytes;
        AssertMalformed(new CoseEnvelopeCodec(), (byte[])[0xd2, 0x9f, .. cose.AsSpan(2), 0xff]);
    }

    [Fact]
    public void A_label_in_both_headers_of_a_COSE_is_refused()
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        var reader = new CborReader(NotationVectors.Envelope("cose-p256").Bytes);
        reader.ReadTag();
        reader.ReadStartArray();
        writer.WriteTag((CborTag)18);
        writer.WriteStartArray(4);
        writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
        var unprotected = reader.ReadEncodedValue().ToArray();
        unprotected[0]++; // one pair more
        writer.WriteEncodedValue([.. unprotected, 0x01, 0x26]);
        writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
        writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
        writer.WriteEndArray();
        AssertMalformed(new CoseEnvelopeCodec(), writer.Encode());
    }

    private static string JwsPart(string name) => System.Text.Json.JsonDocument.Parse(Jws).RootElement.GetProperty(name).GetString()!;

    private static void AssertMalformed(INotaryEnvelopeCodec codec, ReadOnlyMemory<byte> envelope) =>
        Assert.Equal(ErrorCodes.Malformed, Assert.Throws<ImageSignException>(() => codec.Read(envelope)).Code);
}
