namespace ImageSign.Trust.Sigstore;

/// <summary>What a certificate says of the build that asked for it (Fulcio, docs/oid-info.md), by the name that users write.</summary>
internal static class CertificateClaim
{
    /// <summary>The arc of all of them.</summary>
    public const string Arc = "1.3.6.1.4.1.57264.1.";

    /// <summary>The issuer as it was written first: raw bytes.</summary>
    public const int RawIssuer = 1;

    /// <summary>The issuer as it is written now: a DER string.</summary>
    public const int Issuer = 8;

    /// <summary>The last of the claims that are raw bytes; those from <see cref="Issuer"/> on are DER strings.</summary>
    public const int LastRaw = 6;

    /// <summary>The repository that was built, which is not that of a reusable workflow.</summary>
    public const string SourceRepository = "source-repository";

    private static readonly Dictionary<int, string> Names = new()
    {
        [2] = "github-workflow-trigger",
        [3] = "github-workflow-sha",
        [4] = "github-workflow-name",
        [5] = "github-workflow-repository",
        [6] = "github-workflow-ref",
        [9] = "build-signer",
        [10] = "build-signer-digest",
        [11] = "runner",
        [12] = SourceRepository,
        [13] = "source-digest",
        [14] = "source-ref",
        [15] = "source-repository-id",
        [16] = "owner",
        [17] = "owner-id",
        [18] = "build-config",
        [19] = "build-config-digest",
        [20] = "trigger",
        [21] = "run",
        [22] = "visibility",
        [23] = "environment",
        [24] = "token-subject",
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> AllNames => Names.Values;

    /// <summary>The name of the claim with that number under <see cref="Arc"/>, or null.</summary>
    public static string? NameOf(int number) => Names.GetValueOrDefault(number);
}
