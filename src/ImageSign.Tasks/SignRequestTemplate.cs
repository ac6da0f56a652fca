using ImageSign.Formats.Notary;
using ImageSign.Oci;

namespace ImageSign.Tasks;

/// <summary>What all signatures of one publish have in common.</summary>
/// <param name="Signers">Who signs.</param>
internal sealed record SignRequestTemplate(IReadOnlyList<Signer> Signers)
{
    /// <summary>What every signature says.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>How long the signatures count, or null for ever.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>The description that every signature names, or null.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>The timestamping authority, or null.</summary>
    public Uri? TimestampUrl { get; init; }

    /// <summary>The file with its root certificate, or null.</summary>
    public string? TimestampRootFile { get; init; }

    /// <summary>True when a key that has signed the image already does not sign it again.</summary>
    public bool IfMissing { get; init; }

    /// <summary>The request of one signer.</summary>
    public SignRequest For(Signer signer, ImageReference image)
    {
        // Beside a signer whose format has timestamps, others may sign without; where none has, the engine says so.
        var stamped = TakesTimestamps(signer) || !Signers.Any(TakesTimestamps);
        return new SignRequest(image, signer.Key)
        {
            Formats = signer.Formats,
            Annotations = Annotations,
            ExpiresIn = ExpiresIn,
            ConfigFile = ConfigFile,
            IfMissing = IfMissing,
            CertificateChainFile = signer.CertificateChainFile,
            TimestampUrl = stamped ? TimestampUrl : null,
            TimestampRootFile = stamped ? TimestampRootFile : null,
        };
    }

    private static bool TakesTimestamps(Signer signer) => signer.Formats.Any(format => format is NotaryJwsFormat.FormatName or NotaryCoseFormat.FormatName);
}
