namespace ImageSign.Testing.Pki;

/// <summary>Kinds of signing keys.</summary>
public enum TestKeyAlgorithm
{
    Rsa2048,
    Rsa3072,
    Rsa4096,
    EcdsaP256,
    EcdsaP384,
    EcdsaP521,

    /// <summary>Made by the openssl command; .NET has no Ed25519 of its own.</summary>
    Ed25519,
}
