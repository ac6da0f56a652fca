using ImageSign.Oci;

namespace ImageSign.Tasks;

/// <summary>What all signers of one publish have in common: what was pushed, and what is said of it.</summary>
internal sealed record SignRequestTemplate(ImageReference Repository, PublishedImages Published)
{
    /// <summary>What every signature says.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>How long the signatures count, or null for ever.</summary>
    public required TimeSpan? ExpiresIn { get; init; }

    /// <summary>The request of one signer. It names our own digest, never a tag: whatever was pushed in between is not signed.</summary>
    public SignRequest For(Signer signer) => new(Repository.At(Published.Root.Descriptor.Digest), signer.Key)
    {
        Formats = signer.Formats,
        Annotations = Annotations,
        Tags = Published.Root.Tags,
        PlatformTags = Published.Platforms.Where(image => image.Tags.Count > 0).ToDictionary(image => image.Descriptor.Digest, image => image.Tags),
        ExpiresIn = ExpiresIn,
    };
}
