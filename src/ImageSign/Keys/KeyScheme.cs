namespace ImageSign.Keys;

/// <summary>Where a key is kept.</summary>
public enum KeyScheme
{
    /// <summary>A file: PEM, cosign's encrypted form, a leaf certificate, PFX.</summary>
    File,

    /// <summary>An environment variable that holds what the file would hold.</summary>
    Environment,

    /// <summary>A Notation plug-in.</summary>
    Plugin,

    /// <summary>A PKCS#11 token: a smart card, an HSM, a TPM.</summary>
    Pkcs11,

    /// <summary>A certificate store of the operating system.</summary>
    CertificateStore,

    /// <summary>Azure Key Vault.</summary>
    AzureKms,

    /// <summary>AWS Key Management Service.</summary>
    AwsKms,

    /// <summary>HashiCorp Vault.</summary>
    Vault,

    /// <summary>OpenBao.</summary>
    OpenBao,

    /// <summary>A plug-in of Sigstore's protocol, <c>sigstore-kms-NAME</c>.</summary>
    SigstorePlugin,
}
