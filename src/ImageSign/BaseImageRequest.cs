using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust;

namespace ImageSign;

/// <summary>Which base image a build is about to use, and whom it must be signed by.</summary>
/// <param name="Image">The base; a tag is resolved once.</param>
public sealed record BaseImageRequest(ImageReference Image)
{
    private const string MicrosoftRepositories = "mcr.microsoft.com/dotnet/";

    /// <summary>The platforms that the build uses of an index; empty: all of them.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Public keys; any of them satisfies.</summary>
    public IReadOnlyList<KeyReference> Keys { get; init; } = [];

    /// <summary>A trust policy file or a built-in name; null, with no keys: the built-in one for Microsoft's .NET images, else notation's own place.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>The directory with the trust stores that the policy names; null for the policy's own.</summary>
    public string? TrustStoreDirectory { get; init; }

    /// <summary>The <c>host/repository</c> that trust policies know the base as, for a mirror; null for the image's own.</summary>
    public string? Scope { get; init; }

    /// <summary>What a failed revocation check means; null: what the policy says.</summary>
    public VerificationAction? Revocation { get; init; }

    /// <summary>How old the signature may be, or null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    internal VerifyRequest For(ImageReference image) => new(image)
    {
        Keys = Keys,
        PolicyFile = PolicyFile ?? (Keys.Count == 0 && (Scope ?? Image.Name).StartsWith(MicrosoftRepositories, StringComparison.Ordinal) ? BuiltInPolicies.MicrosoftDotNet : null),
        TrustStoreDirectory = TrustStoreDirectory,
        Scope = Scope,
        Revocation = Revocation,
        All = MaxAge is not null, // the first good signature need not be the newest
    };
}
