using ImageSign.Formats;
using ImageSign.Oci;

namespace ImageSign.Tasks;

/// <summary>What was pushed, with the signatures of every signer so far.</summary>
internal sealed class SignedImages(ImageReference repository, PublishedImages published)
{
    private readonly Dictionary<Digest, List<SignedArtifact>> _signatures = published.All.ToDictionary(image => image.Descriptor.Digest, _ => new List<SignedArtifact>());

    /// <summary>The index or the only image first.</summary>
    public IReadOnlyList<SignedImage> All => [.. published.All.Select(image => new SignedImage(repository, image, _signatures[image.Descriptor.Digest]))];

    /// <summary>Adds what one signer made, and tells about it.</summary>
    public void Add(SignResult result, MSBuildLog log)
    {
        foreach (var subject in result.Subjects)
        {
            _signatures[subject.Descriptor.Digest].AddRange(subject.Signatures);
            log.Info($"Signed {repository.At(subject.Descriptor.Digest)} as {string.Join(", ", subject.Signatures.Select(signature => signature.Format))} with {result.KeyName} {result.KeyFingerprint}");
        }

        foreach (var warning in result.Warnings) log.Advice(warning);
    }
}
