namespace ImageSign.Trust.Sigstore;

/// <summary>Trust in identities that a Sigstore instance vouches for, instead of in keys.</summary>
public sealed record SigstoreTrust
{
    /// <summary>Sigstore's own public instance.</summary>
    public const string PublicGood = "public-good";

    /// <summary>The instance of GitHub for its own artifact attestations: it has timestamps, but no logs.</summary>
    public const string GitHub = "github";

    /// <summary>The instance on which Sigstore tries out what comes next.</summary>
    public const string Staging = "staging";

    /// <summary>The instances that are built in.</summary>
    public static IReadOnlyList<string> Instances { get; } = [PublicGood, GitHub, Staging];

    /// <summary>
    /// The instance: a name of <see cref="Instances"/>, or a client trust config file. It says what a signature must bring along.
    /// </summary>
    public string Instance { get; init; } = PublicGood;

    /// <summary>A trusted root file to be used instead of the instance's own; null for that.</summary>
    public string? TrustedRootFile { get; init; }

    /// <summary>Who may have signed; any of them satisfies. Empty together with keys only.</summary>
    public IReadOnlyList<CertificateIdentity> Identities { get; init; } = [];

    /// <summary>Trust comes from files and from what is built in: the instance's own update service is not asked.</summary>
    public bool Offline { get; init; }

    /// <summary>A timestamp of an authority is required, and only such timestamps prove times.</summary>
    public bool RequireTimestamps { get; init; }

    /// <summary>Weaker: the signature need not be in a transparency log. The verdict says so.</summary>
    public bool InsecureIgnoreTransparencyLog { get; init; }

    /// <summary>Weaker: the certificate need not be in a certificate log. The verdict says so.</summary>
    public bool InsecureIgnoreCertificateLog { get; init; }
}
