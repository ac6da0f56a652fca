namespace ImageSign.Verification;

/// <summary>The stable names of checks; scripts rely on them.</summary>
public static class CheckIds
{
    /// <summary>The whole image: its subject and its signatures.</summary>
    public const string Image = "image";

    /// <summary>The subject was fetched, hashed and classified.</summary>
    public const string Subject = "subject";

    /// <summary>The images that a file holds beside the one that was asked for; never verified with it.</summary>
    public const string OtherImages = "other-images";

    /// <summary>At least one signature satisfies everything that was asked.</summary>
    public const string Signatures = "signatures";

    /// <summary>One signature.</summary>
    public const string Signature = "signature";

    /// <summary>The artifact that holds the signature could be read: manifest, layer, sizes, digests.</summary>
    public const string Artifact = "artifact";

    /// <summary>The envelope and its payload are what their specification says.</summary>
    public const string EnvelopeWellFormed = "envelope.wellformed";

    /// <summary>The envelope says that it is an image signature, and not something else that was signed.</summary>
    public const string EnvelopeType = "envelope.type";

    /// <summary>The signature was made by a trusted key over these bytes.</summary>
    public const string SignatureIntegrity = "signature.integrity";

    /// <summary>The signed payload names this subject.</summary>
    public const string ClaimsSubject = "claims.subject";

    /// <summary>The claims that were asked for stand in the signed payload.</summary>
    public const string ClaimsAnnotations = "claims.annotations";

    /// <summary>The signed reference is the one that was asked for.</summary>
    public const string ClaimsReference = "claims.reference";

    /// <summary>The signed expiry lies ahead.</summary>
    public const string ClaimsExpiry = "claims.expiry";

    /// <summary>The signed description is the one that was asked for.</summary>
    public const string ClaimsConfig = "claims.config";

    /// <summary>When it was signed: claimed by the signer, or proven by a timestamp.</summary>
    public const string Time = "time";

    /// <summary>Who signed: a key's fingerprint, later a certificate's subject.</summary>
    public const string Identity = "identity";

    /// <summary>What the signature covers: the manifest's digest, or configuration and layers.</summary>
    public const string Coverage = "coverage";

    /// <summary>An index's platform manifests.</summary>
    public const string Platforms = "platforms";

    /// <summary>One platform manifest of an index.</summary>
    public const string Platform = "platform";

    /// <summary>The layers' real bytes are those that the signed configuration names.</summary>
    public const string Layers = "layers";

    /// <summary>The certificate chain of the signature keeps the rules: order, links, key usages, key sizes.</summary>
    public const string CertificateChain = "certificate.chain";

    /// <summary>A certificate of the chain is in a trust store that the policy names.</summary>
    public const string CertificateTrust = "certificate.trust";

    /// <summary>Every proven time lies within the validity of every certificate of the chain, and of its authority.</summary>
    public const string CertificateTime = "certificate.time";

    /// <summary>A log of certificates that the trusted root names promised to hold the signer's certificate.</summary>
    public const string CertificateTransparency = "certificate.transparency";

    /// <summary>The trusted root by which a keyless signature is judged, and where it is from.</summary>
    public const string TrustRoot = "trust.root";

    /// <summary>One timestamp of a keyless signature.</summary>
    public const string Timestamp = "timestamp";

    /// <summary>The signature is in a transparency log that the trusted root names.</summary>
    public const string Log = "log";

    /// <summary>One log entry of a keyless signature.</summary>
    public const string LogEntry = "log.entry";

    /// <summary>The log promised to hold the entry, and signed when (Rekor v1).</summary>
    public const string LogPromise = "log.promise";

    /// <summary>The log signed the root that the proof leads to.</summary>
    public const string LogCheckpoint = "log.checkpoint";

    /// <summary>The proof leads from the entry to the log's root.</summary>
    public const string LogInclusion = "log.inclusion";

    /// <summary>The entry is about this signature.</summary>
    public const string LogBody = "log.body";

    /// <summary>No certificate of the chain was revoked.</summary>
    public const string CertificateRevocation = "certificate.revocation";

    /// <summary>The plug-in that the signature asks for agrees.</summary>
    public const string VerificationPlugin = "verification.plugin";

    /// <summary>The statement of the trust policy that applies to the image.</summary>
    public const string Policy = "policy";

    /// <summary>The image is what its description says.</summary>
    public const string Config = "config";

    /// <summary>The description could be read, and which one it is.</summary>
    public const string ConfigFile = "config.file";

    /// <summary>The image was built on the described base.</summary>
    public const string ConfigFrom = "config.from";

    /// <summary>The described packages are installed, and no others beyond the base's.</summary>
    public const string ConfigPackages = "config.packages";

    /// <summary>The environment is the described one.</summary>
    public const string ConfigEnvironment = "config.env";

    /// <summary>The working directory is the described one.</summary>
    public const string ConfigWorkingDirectory = "config.workdir";

    /// <summary>The user is the described one.</summary>
    public const string ConfigUser = "config.user";

    /// <summary>The command is the described one.</summary>
    public const string ConfigCmd = "config.cmd";

    /// <summary>The entry point is the described one.</summary>
    public const string ConfigEntrypoint = "config.entrypoint";

    /// <summary>The described labels are there.</summary>
    public const string ConfigLabels = "config.labels";
}
