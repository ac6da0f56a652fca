using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Trust;

namespace ImageSign.Formats;

/// <summary>What is signed, with what, saying what.</summary>
/// <param name="Store">Where the signature goes.</param>
/// <param name="Subject">The manifest or index to sign.</param>
/// <param name="Claims">What the signature says.</param>
/// <param name="Key">The key that signs.</param>
public sealed record SigningContext(IWritableImageStore Store, Descriptor Subject, SignedClaims Claims, ISigningKey Key)
{
    /// <summary>The image's <c>host/repository</c>, or null when it is in no registry.</summary>
    public string? Repository { get; init; }

    /// <summary>Stamps signatures with a proven time, or null.</summary>
    public ITimestamper? Timestamper { get; init; }
}
