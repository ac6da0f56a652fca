using ImageSign.Crypto;

namespace ImageSign.Trust.Timestamps;

/// <summary>A time that a trusted authority vouches for.</summary>
/// <param name="Time">The time in the token.</param>
/// <param name="Accuracy">How far it may be off, either way.</param>
/// <param name="Chain">The authority's certificates, up to the trusted root.</param>
internal sealed record TimestampProof(DateTimeOffset Time, TimeSpan Accuracy, CertificateChain Chain)
{
    /// <summary>The earliest time that it can have been.</summary>
    public DateTimeOffset Earliest => Time - Accuracy;

    /// <summary>The latest time that it can have been.</summary>
    public DateTimeOffset Latest => Time + Accuracy;
}
