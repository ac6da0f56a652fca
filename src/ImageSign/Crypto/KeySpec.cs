using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>A kind of key that Notary Project accepts, with the one algorithm that it signs with and that algorithm's name in each place.</summary>
/// <param name="Name">The plug-in protocol's key specification: <c>RSA-2048</c>.</param>
/// <param name="KeyName">The name of <see cref="PublicKey"/>: <c>RSA 2048</c>.</param>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="HashText">The plug-in protocol's hash algorithm: <c>SHA-256</c>.</param>
/// <param name="SigningAlgorithm">The plug-in protocol's signing algorithm: <c>RSASSA-PSS-SHA-256</c>.</param>
/// <param name="JoseName">The JOSE algorithm: <c>PS256</c>.</param>
/// <param name="CoseId">The COSE algorithm: -37.</param>
public sealed record KeySpec(
    string Name, string KeyName, SignatureAlgorithm Algorithm, HashAlgorithmName Hash, string HashText, string SigningAlgorithm, string JoseName, int CoseId)
{
    // signature-specification, "Algorithm Selection": "The signing certificate's public key algorithm and size MUST be used to determine the signature algorithm."
    private static readonly KeySpec[] All =
    [
        new("RSA-2048", "RSA 2048", SignatureAlgorithm.RsaPssSha256, HashAlgorithmName.SHA256, "SHA-256", "RSASSA-PSS-SHA-256", "PS256", -37),
        new("RSA-3072", "RSA 3072", SignatureAlgorithm.RsaPssSha384, HashAlgorithmName.SHA384, "SHA-384", "RSASSA-PSS-SHA-384", "PS384", -38),
        new("RSA-4096", "RSA 4096", SignatureAlgorithm.RsaPssSha512, HashAlgorithmName.SHA512, "SHA-512", "RSASSA-PSS-SHA-512", "PS512", -39),
        new("EC-256", "ECDSA P-256", SignatureAlgorithm.EcdsaSha256, HashAlgorithmName.SHA256, "SHA-256", "ECDSA-SHA-256", "ES256", -7),
        new("EC-384", "ECDSA P-384", SignatureAlgorithm.EcdsaSha384, HashAlgorithmName.SHA384, "SHA-384", "ECDSA-SHA-384", "ES384", -35),
        new("EC-521", "ECDSA P-521", SignatureAlgorithm.EcdsaSha512, HashAlgorithmName.SHA512, "SHA-512", "ECDSA-SHA-512", "ES512", -36),
    ];

    /// <summary>The specification of <paramref name="key"/>, or null for a kind or size that Notary Project does not accept.</summary>
    public static KeySpec? Of(PublicKey key) => Array.Find(All, spec => spec.KeyName == key.Name);

    /// <summary>The specification with that plug-in protocol name, or null.</summary>
    public static KeySpec? Named(string name) => Array.Find(All, spec => spec.Name == name);

    /// <summary>The specification that signs with that JOSE algorithm, or null.</summary>
    public static KeySpec? OfJose(string name) => Array.Find(All, spec => spec.JoseName == name);

    /// <summary>The specification that signs with that COSE algorithm, or null.</summary>
    public static KeySpec? OfCose(long id) => Array.Find(All, spec => spec.CoseId == id);
}
