using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>Signs what PublishContainer made, where it put it. This half is what MSBuild may say besides what <see cref="SigningTask"/> has.</summary>
public sealed partial class SignContainerImages
{
    /// <summary>The images that the SDK made, <c>@(GeneratedContainer)</c>, with Manifest, ManifestDigest, ManifestMediaType and Configuration; duplicates are usual.</summary>
    [Required]
    public ITaskItem[] Containers { get; set; } = [];

    /// <summary>The JSON of the image index, <c>$(GeneratedImageIndex)</c>; empty for a single platform.</summary>
    public string ImageIndex { get; set; } = "";

    /// <summary>The tags that were pushed, <c>@(ContainerImageTags)</c>, without the runtime identifiers that the SDK adds for platform images.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>True when the image was pushed under another tag, and <see cref="Tags"/> are to be moved to it once it is signed.</summary>
    public bool TagsArePending { get; set; }

    /// <summary>The runtime identifiers of the platform images, in the order in which the SDK built them; empty for a single image.</summary>
    public string[] RuntimeIdentifiers { get; set; } = [];

    /// <summary>The version of the SDK, <c>$(NETCoreSdkVersion)</c>, which decides what local engines it finds.</summary>
    public string SdkVersion { get; set; } = "";

    /// <summary>What was signed, <c>@(SignedImage)</c>: the identity is <c>host/repository@sha256:…</c>, and for an archive or an engine what the tool calls it; see <see cref="SignedImage"/> for the metadata.</summary>
    [Output]
    public ITaskItem[] SignedImages { get; private set; } = [];
}
