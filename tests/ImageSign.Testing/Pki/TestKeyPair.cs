namespace ImageSign.Testing.Pki;

/// <summary>A key pair as text.</summary>
/// <param name="Algorithm">Its kind.</param>
/// <param name="PrivatePem">PKCS#8 (<c>BEGIN PRIVATE KEY</c>), not encrypted.</param>
/// <param name="PublicPem">SubjectPublicKeyInfo (<c>BEGIN PUBLIC KEY</c>).</param>
public sealed record TestKeyPair(TestKeyAlgorithm Algorithm, string PrivatePem, string PublicPem)
{
    /// <summary>Writes PREFIX.key and PREFIX.pub and returns their paths.</summary>
    public (string PrivateKey, string PublicKey) Write(string prefix)
    {
        File.WriteAllText(prefix + ".key", PrivatePem);
        File.WriteAllText(prefix + ".pub", PublicPem);
        return (prefix + ".key", prefix + ".pub");
    }
}
