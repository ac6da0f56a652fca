using ImageSign.Formats;
using ImageSign.Oci;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ImageSign.Tasks;

/// <summary>One manifest or index that was pushed, with the signatures that were made for it; an item of <c>@(SignedImage)</c> and of the result file.</summary>
/// <param name="Repository">Registry and repository.</param>
/// <param name="Image">What was pushed.</param>
/// <param name="Signatures">What was made for it; a signer whose valid signature was there already made none.</param>
internal sealed record SignedImage(ImageReference Repository, PublishedImage Image, IReadOnlyList<SignedArtifact> Signatures)
{
    /// <summary><c>host/repository@sha256:…</c>.</summary>
    public string Reference => Repository.At(Image.Descriptor.Digest).ToString();

    public ITaskItem ToItem() => new TaskItem(Reference, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Registry"] = Repository.Registry,
        ["Repository"] = Repository.Repository,
        ["Tags"] = string.Join(';', Image.Tags),
        ["Digest"] = Image.Descriptor.Digest.ToString(),
        ["MediaType"] = Image.Descriptor.MediaType,
        ["Size"] = $"{Image.Descriptor.Size}",
        ["Platform"] = Image.Descriptor.Platform?.ToString() ?? "",
        ["Archive"] = "",
        ["Formats"] = Join(signature => signature.Format),
        ["SignatureDigests"] = Join(signature => signature.Digest.ToString()),
        ["KeyId"] = Join(signature => signature.KeyFingerprint),
    });

    private string Join(Func<SignedArtifact, string> part) => string.Join(';', Signatures.Select(part).Distinct(StringComparer.Ordinal));
}
