namespace ImageSign.Formats.Notary;

/// <summary>Notary Project signatures in JWS envelopes: notation's default.</summary>
public sealed class NotaryJwsFormat(TimeProvider time) : NotaryFormat(time)
{
    /// <summary>The name after <c>--format</c>.</summary>
    public const string FormatName = "notary-jws";

    /// <inheritdoc />
    public override string Name => FormatName;

    private protected override INotaryEnvelopeCodec Codec { get; } = new JwsEnvelopeCodec();

    private protected override bool ReportsDefects => true;
}
