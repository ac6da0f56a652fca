namespace ImageSign.Formats.Notary;

/// <summary>Notary Project signatures in COSE envelopes: what Microsoft's images carry.</summary>
public sealed class NotaryCoseFormat(TimeProvider time) : NotaryFormat(time)
{
    /// <summary>The name after <c>--format</c>.</summary>
    public const string FormatName = "notary-cose";

    /// <inheritdoc />
    public override string Name => FormatName;

    private protected override INotaryEnvelopeCodec Codec { get; } = new CoseEnvelopeCodec();

    private protected override bool ReportsDefects => false;
}
