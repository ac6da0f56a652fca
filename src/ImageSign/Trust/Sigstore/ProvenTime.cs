namespace ImageSign.Trust.Sigstore;

/// <summary>A time at which the signature was there, and who vouches for it.</summary>
/// <param name="Time">The time.</param>
/// <param name="By">An authority, or a log.</param>
internal sealed record ProvenTime(DateTimeOffset Time, string By);
