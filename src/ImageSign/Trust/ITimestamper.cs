using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>Has an authority prove when a signature was there.</summary>
public interface ITimestamper
{
    /// <summary>An RFC 3161 token over <paramref name="signature"/>, verified; <see cref="ErrorCodes.TimestampFailed"/> otherwise.</summary>
    ValueTask<ReadOnlyMemory<byte>> StampAsync(ReadOnlyMemory<byte> signature, KeySpec spec, CancellationToken cancellationToken);
}
