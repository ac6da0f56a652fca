using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>What a verification plug-in is told about a signature, which is intact and made by a trusted certificate.</summary>
/// <param name="Chain">The signer's certificates.</param>
/// <param name="SigningScheme">The signing scheme.</param>
/// <param name="Identities">The trusted identities of the policy, as it writes them.</param>
public sealed record PluginQuestion(CertificateChain Chain, string SigningScheme, IReadOnlyList<string> Identities)
{
    /// <summary>When the signature stops counting, or null.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>The time that a signing authority vouches for, or null.</summary>
    public DateTimeOffset? AuthenticSigningTime { get; init; }

    /// <summary>Signed attributes that only the plug-in understands, as JSON.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Attributes { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

    /// <summary>Whether it is asked for the identity.</summary>
    public bool Identity { get; init; }

    /// <summary>Whether it is asked for the revocation.</summary>
    public bool Revocation { get; init; }
}
