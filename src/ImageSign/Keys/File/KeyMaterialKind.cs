namespace ImageSign.Keys.File;

/// <summary>What a key file holds, known before any password is asked for.</summary>
internal enum KeyMaterialKind
{
    PublicKey,
    RsaPublicKey,
    Certificate,
    Pkcs8,
    EncryptedPkcs8,
    RsaPrivateKey,
    EcPrivateKey,
    DsaPrivateKey,
    CosignPrivateKey,
    Pfx,
}
