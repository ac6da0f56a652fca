namespace ImageSign.Oci;

/// <summary>Every size, count and depth that somebody else chooses has its bound here. Over a bound is <see cref="ErrorCodes.OverLimit"/>: could not decide, never a pass.</summary>
public static class Limits
{
    /// <summary>Largest manifest or index read, in bytes. The distribution specification asks registries to accept at least this much.</summary>
    public const int MaxManifestBytes = 4 * 1024 * 1024;

    /// <summary>Largest signature envelope read (bundle, simple-signing payload, JWS, COSE), in bytes; notation's own bound.</summary>
    public const int MaxEnvelopeBytes = 32 * 1024 * 1024;

    /// <summary>Largest image configuration read, in bytes.</summary>
    public const int MaxConfigBytes = 4 * 1024 * 1024;

    /// <summary>Deepest JSON nesting read.</summary>
    public const int MaxJsonDepth = 64;

    /// <summary>Most referrers of one subject that are looked into.</summary>
    public const int MaxReferrers = 5_000;

    /// <summary>Most layers of a legacy signature manifest; as many as <see cref="MaxReferrers"/>, cosign itself reads 1,000.</summary>
    public const int MaxSignatureLayers = 5_000;

    /// <summary>Most signatures of one subject that are judged.</summary>
    public const int MaxSignatures = 5_000;

    /// <summary>Most bytes of manifests and envelopes that are read while looking for the signatures of one subject, in all.</summary>
    public const int MaxSearchBytes = 256 * 1024 * 1024;

    /// <summary>How long the signatures of one subject are looked for, in all.</summary>
    public static readonly TimeSpan MaxSearchTime = TimeSpan.FromMinutes(10);

    /// <summary>Most pages of a listing that are followed.</summary>
    public const int MaxPages = 200;

    /// <summary>Most tags of one repository that are listed while looking for markers.</summary>
    public const int MaxTags = 100_000;

    /// <summary>Most markers of one subject that are looked into.</summary>
    public const int MaxMarkers = 5_000;

    /// <summary>Largest body of a listing or error answer, in bytes.</summary>
    public const int MaxListingBytes = 16 * 1024 * 1024;

    /// <summary>Largest answer of a token service, in bytes.</summary>
    public const int MaxTokenBytes = 64 * 1024;

    /// <summary>Fewest bytes of a large body that each time-out must bring, unless fewer are left.</summary>
    public const int MinStreamedBytes = 64 * 1024;

    /// <summary>Most manifests in an index.</summary>
    public const int MaxIndexEntries = 10_000;

    /// <summary>Most blobs of a layout that are looked through for referrers that no index lists.</summary>
    public const int MaxLayoutBlobs = 100_000;

    /// <summary>Most levels of indexes in indexes.</summary>
    public const int MaxIndexDepth = 4;

    /// <summary>Most layers of an image.</summary>
    public const int MaxLayers = 1_024;

    /// <summary>Most subjects of an in-toto statement, and most digests of one; sigstore-go's own bounds.</summary>
    public const int MaxStatementSubjects = 1_024;

    /// <summary>Most digests of one statement subject.</summary>
    public const int MaxSubjectDigests = 32;

    /// <summary>Largest key file read, in bytes.</summary>
    public const int MaxKeyFileBytes = 1024 * 1024;

    /// <summary>Longest reference to a key, in characters.</summary>
    public const int MaxKeyReferenceLength = 4096;

    /// <summary>Most slots of a PKCS#11 module that are looked at.</summary>
    public const int MaxTokenSlots = 1_024;

    /// <summary>Most objects of a token that may match a reference, and that a message lists.</summary>
    public const int MaxTokenObjects = 64;

    /// <summary>Largest attribute of a token's object that is read, in bytes.</summary>
    public const int MaxTokenAttributeBytes = 64 * 1024;

    /// <summary>How long a plug-in or a service may take for one answer about a key.</summary>
    public static readonly TimeSpan MaxKmsTime = TimeSpan.FromMinutes(2);

    /// <summary>Longest PIN that is read from a file, in bytes.</summary>
    public const int MaxPinBytes = 1_024;

    /// <summary>Most signatures that one token makes at the same time, each in a session of its own.</summary>
    public const int MaxTokenSessions = 16;

    /// <summary>How long a token may take for one answer: somebody may have to touch it.</summary>
    public static readonly TimeSpan MaxTokenTime = TimeSpan.FromMinutes(2);

    /// <summary>Most times that an encrypted key file may make its reader hash the password (its iteration counts together); .NET's own bound for PFX files. It takes up to a second.</summary>
    public const int MaxPasswordIterations = 1_000_000;

    /// <summary>Most work that an encrypted key file may ask of scrypt: cost × block size × parallelism. It takes 128 bytes for each, and about a second in all.</summary>
    public const int MaxScryptWork = 1024 * 1024;

    /// <summary>Largest content that is inlined in a layer descriptor's <c>data</c> when signing, in bytes.</summary>
    public const int MaxInlineBytes = 16 * 1024;

    /// <summary>Longest output of a child process that is read, in bytes.</summary>
    public const int MaxProcessOutputBytes = 1024 * 1024;

    /// <summary>Largest archive that a key signs, or is verified with, as one message: Ed25519 and plug-ins do not sign hashes.</summary>
    public const int MaxWholeMessageBytes = 64 * 1024 * 1024;

    /// <summary>Most members of an image archive.</summary>
    public const int MaxArchiveMembers = 100_000;

    /// <summary>Longest extended header of an archive member, in bytes.</summary>
    public const int MaxArchiveHeaderBytes = 64 * 1024;

    /// <summary>Most bytes of small files that are kept in memory from a compressed archive, in which nothing can be found again without reading all.</summary>
    public const int MaxArchiveCacheBytes = 32 * 1024 * 1024;

    /// <summary>Most images in one archive.</summary>
    public const int MaxArchiveImages = 1_000;

    /// <summary>What compressed content may expand to whatever its ratio, in bytes.</summary>
    public const long MaxFreeExpansionBytes = 1024L * 1024 * 1024;

    /// <summary>How many times longer than the compressed bytes larger content may be; gzip reaches 1,032, real layers stay below 20.</summary>
    public const int MaxExpansionRatio = 100;

    /// <summary>Most entries of an image's history.</summary>
    public const int MaxHistory = 10_000;

    /// <summary>Largest label with embedded signatures, in bytes.</summary>
    public const int MaxSignatureLabelBytes = 1024 * 1024;

    /// <summary>Most signatures in one image.</summary>
    public const int MaxEmbeddedSignatures = 64;

    /// <summary>Largest image description read, in bytes.</summary>
    public const int MaxDescriptionBytes = 256 * 1024;

    /// <summary>Most values of an image description, keys and lists included.</summary>
    public const int MaxDescriptionItems = 10_000;

    /// <summary>Longest string of an image description, in characters.</summary>
    public const int MaxDescriptionText = 32 * 1024;

    /// <summary>Most bytes of package databases that are read, over all layers of an image: each layer that installs something brings the whole database again.</summary>
    public const int MaxPackageDatabaseBytes = 128 * 1024 * 1024;

    /// <summary>Most packages that are read, over all layers of an image.</summary>
    public const int MaxPackages = 500_000;

    /// <summary>Most certificates of a chain, or of a timestamp token.</summary>
    public const int MaxChainCertificates = 16;

    /// <summary>Most Notary Project signatures of one subject that are evaluated; notation's own default.</summary>
    public const int MaxNotarySignatures = 100;

    /// <summary>Most attributes in the protected header of a Notary Project envelope, and most entries in its list of critical ones.</summary>
    public const int MaxSignedAttributes = 256;

    /// <summary>Largest trust policy read, in bytes.</summary>
    public const int MaxPolicyBytes = 1024 * 1024;

    /// <summary>Most files of one trust store, each of at most <see cref="MaxKeyFileBytes"/>.</summary>
    public const int MaxTrustStoreFiles = 1_000;

    /// <summary>Largest OCSP response read, in bytes; notation's own bound.</summary>
    public const int MaxOcspResponseBytes = 20 * 1024;

    /// <summary>Largest certificate revocation list read, in bytes; notation's own bound.</summary>
    public const int MaxCrlBytes = 32 * 1024 * 1024;

    /// <summary>Most URLs of one certificate that are asked for its revocation.</summary>
    public const int MaxRevocationUrls = 8;

    /// <summary>Largest timestamp answer read, in bytes.</summary>
    public const int MaxTimestampBytes = 1024 * 1024;

    /// <summary>Largest output of a Notation plug-in, in bytes; notation's own bound.</summary>
    public const int MaxPluginOutputBytes = 64 * 1024 * 1024;

    /// <summary>Most images in a list of images.</summary>
    public const int MaxImages = 100_000;

    /// <summary>Largest list of images, in bytes.</summary>
    public const int MaxImageListBytes = 16 * 1024 * 1024;

    /// <summary>Most manifest files (Kubernetes, Compose) of one call.</summary>
    public const int MaxManifestFiles = 10_000;

    /// <summary>Deepest directory below the one with the manifests.</summary>
    public const int MaxManifestFolders = 32;

    /// <summary>Largest text of all manifest files of one call, in bytes.</summary>
    public const int MaxManifestTextBytes = 64 * 1024 * 1024;

    /// <summary>Deepest YAML nesting read.</summary>
    public const int MaxYamlDepth = 64;

    /// <summary>Most aliases in a YAML file.</summary>
    public const int MaxYamlAliases = 10_000;

    /// <summary>Most members that merge keys bring into one YAML mapping.</summary>
    public const int MaxYamlMergedMembers = 1_000;

    /// <summary>Most log entries of one keyless signature; sigstore-go's own bound.</summary>
    public const int MaxLogEntries = 32;

    /// <summary>Most timestamps of one keyless signature; sigstore-go's own bound.</summary>
    public const int MaxSignedTimestamps = 32;

    /// <summary>Largest timestamp token of a keyless signature, in bytes.</summary>
    public const int MaxSignedTimestampBytes = 64 * 1024;

    /// <summary>Most hashes of an inclusion proof: one for each level of the tallest tree.</summary>
    public const int MaxProofHashes = 63;

    /// <summary>Largest checkpoint of a log, in bytes.</summary>
    public const int MaxCheckpointBytes = 64 * 1024;

    /// <summary>Most lines of a checkpoint.</summary>
    public const int MaxCheckpointLines = 128;

    /// <summary>Largest body of a log entry, in bytes.</summary>
    public const int MaxLogBodyBytes = 4 * 1024 * 1024;

    /// <summary>Largest signing certificate, in bytes.</summary>
    public const int MaxSigningCertificateBytes = 16 * 1024;

    /// <summary>Largest trusted root read, in bytes.</summary>
    public const int MaxTrustedRootBytes = 4 * 1024 * 1024;

    /// <summary>Most trusted roots in one file.</summary>
    public const int MaxTrustedRoots = 16;

    /// <summary>Most logs, or authorities, of one kind in a trusted root.</summary>
    public const int MaxTrustedInstances = 256;

    /// <summary>Most identities of which any may have signed.</summary>
    public const int MaxIdentities = 100;

    /// <summary>Longest pattern of an identity, in characters.</summary>
    public const int MaxIdentityPattern = 1_000;
}
