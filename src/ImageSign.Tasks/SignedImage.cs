using ImageSign.Formats;
using ImageSign.Oci;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ImageSign.Tasks;

/// <summary>One image or index as it is now, with the signatures that were made for it; an item of <c>@(SignedImage)</c> and of the result file.</summary>
/// <param name="Reference">Its name in the place where it is, with its digest.</param>
/// <param name="Repository">The repository, without a registry.</param>
/// <param name="Descriptor">Its manifest or index; its configuration in places without manifests.</param>
/// <param name="Tags">The tags that it was published under.</param>
internal sealed record SignedImage(ImageReference Reference, string Repository, Descriptor Descriptor, IReadOnlyList<string> Tags)
{
    /// <summary>What was made for it; a signer whose valid signature was there already made none.</summary>
    public IReadOnlyList<SignedArtifact> Signatures { get; private init; } = [];

    /// <summary>The digest of what the SDK made, when embedding a signature made another image of it.</summary>
    public Digest? Replaces { get; private init; }

    public string Registry => Reference.Transport == Transport.Registry ? Reference.Registry : "";

    /// <summary>The file, for an image in one.</summary>
    public string Archive => Reference.Transport is Transport.OciArchive or Transport.DockerArchive ? Reference.Name : "";

    /// <summary>This image with what one signer made for it.</summary>
    public SignedImage With(SignResult result)
    {
        if (result.Subjects.FirstOrDefault(subject => (subject.Replaces ?? subject.Descriptor.Digest) == Descriptor.Digest) is not { } subject) return this;
        var digest = subject.Descriptor.Digest;
        return this with
        {
            Reference = Reference.At(digest),
            Descriptor = Descriptor with { Digest = digest, Size = subject.Descriptor.Size },
            // An embedded signature moves into the next image together with the first one's.
            Signatures = [.. Signatures.Select(signature => subject.Replaces is null ? signature : signature with { Digest = digest }), .. subject.Signatures],
            Replaces = Replaces ?? subject.Replaces,
        };
    }

    /// <summary>This image with a signature over the file that it is in.</summary>
    public SignedImage WithBundle(SignResult result) => this with { Signatures = [.. Signatures, .. result.Subjects.SelectMany(subject => subject.Signatures)] };

    public ITaskItem ToItem() => new TaskItem(Reference.ToString(), new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Registry"] = Registry,
        ["Repository"] = Repository,
        ["Tags"] = string.Join(';', Tags),
        ["Digest"] = Descriptor.Digest.ToString(),
        ["MediaType"] = Descriptor.MediaType,
        ["Size"] = $"{Descriptor.Size}",
        ["Platform"] = Descriptor.Platform?.ToString() ?? "",
        ["Archive"] = Archive,
        ["Replaces"] = Replaces?.ToString() ?? "",
        ["Formats"] = Join(signature => signature.Format),
        ["SignatureDigests"] = Join(signature => signature.Digest.ToString()),
        ["KeyId"] = Join(signature => signature.KeyFingerprint),
    });

    private string Join(Func<SignedArtifact, string> part) => string.Join(';', Signatures.Select(part).Distinct(StringComparer.Ordinal));
}
