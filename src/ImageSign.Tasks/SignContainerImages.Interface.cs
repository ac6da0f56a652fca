using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>Signs what PublishContainer made, where it put it. This half is what MSBuild may say; every default is in ImageSign.Tasks.props and .targets.</summary>
public sealed partial class SignContainerImages
{
    /// <summary>The images that the SDK made, <c>@(GeneratedContainer)</c>, with Manifest, ManifestDigest, ManifestMediaType and Configuration; duplicates are usual.</summary>
    [Required]
    public ITaskItem[] Containers { get; set; } = [];

    /// <summary>The JSON of the image index, <c>$(GeneratedImageIndex)</c>; empty for a single platform.</summary>
    public string ImageIndex { get; set; } = "";

    /// <summary>The host that was pushed to, <c>$(ContainerRegistry)</c>; empty for a local engine.</summary>
    public string Registry { get; set; } = "";

    /// <summary>The local engine, <c>$(LocalRegistry)</c>: <c>Docker</c>, <c>Podman</c>, or empty for what is found as the SDK finds it.</summary>
    public string LocalRegistry { get; set; } = "";

    /// <summary>The repository in that registry, <c>$(ContainerRepository)</c>.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary>The tags that were pushed, <c>@(ContainerImageTags)</c>, without the runtime identifiers that the SDK adds for platform images.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>True when the image was pushed under another tag, and <see cref="Tags"/> are to be moved to it once it is signed.</summary>
    public bool TagsArePending { get; set; }

    /// <summary>The runtime identifiers of the platform images, in the order in which the SDK built them; empty for a single image.</summary>
    public string[] RuntimeIdentifiers { get; set; } = [];

    /// <summary>The archive that was written or the directory that it is in, <c>$(ContainerArchiveOutputPath)</c>; it wins over the registry, as it does in the SDK.</summary>
    public string ArchivePath { get; set; } = "";

    /// <summary>The key of the first signer: a file, relative to the project, or <c>env://NAME</c>. Empty when only <see cref="Signers"/> sign.</summary>
    public string Key { get; set; } = "";

    /// <summary>More signers: the identity is the key; metadata Format and PasswordVariable override <see cref="Formats"/> and <see cref="KeyPasswordVariable"/>; CertificateChain and PluginConfig.</summary>
    public ITaskItem[] Signers { get; set; } = [];

    /// <summary>The name of the environment variable that holds the password of an encrypted key; never the password itself.</summary>
    public string KeyPasswordVariable { get; set; } = PasswordVariable.Default;

    /// <summary>The certificates of <see cref="Key"/>: a PEM file, relative to the project; empty when the key brings them along or needs none.</summary>
    public string CertificateChain { get; set; } = "";

    /// <summary>Signature formats; empty for the default of the place.</summary>
    public string[] Formats { get; set; } = [];

    /// <summary>Annotations that every signature carries: the identity is the name, metadata Value the value.</summary>
    public ITaskItem[] Annotations { get; set; } = [];

    /// <summary>How long the signatures count: a whole number and a unit (<c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>); empty for ever.</summary>
    public string ExpiresIn { get; set; } = "";

    /// <summary>A description of the image that every signature names, relative to the project; empty for none.</summary>
    public string Config { get; set; } = "";

    /// <summary>The RFC 3161 timestamping authority of the notary formats; empty for none.</summary>
    public string TimestampUrl { get; set; } = "";

    /// <summary>The file with its root certificate, relative to the project.</summary>
    public string TimestampRoot { get; set; } = "";

    /// <summary>True when an image that stays unsigned is an error; otherwise it is a warning.</summary>
    public bool SignatureRequired { get; set; }

    /// <summary>Hosts that may be reached by plain http or with an untrusted certificate, besides localhost.</summary>
    public string[] InsecureRegistries { get; set; } = [];

    /// <summary>Where to write what was signed, as JSON (docs/schemas/imagesign.publish.v1.schema.json), relative to the project; empty for nowhere.</summary>
    public string ResultFile { get; set; } = "";

    /// <summary>The project's directory, absolute: what relative paths are relative to.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>What was signed, <c>@(SignedImage)</c>: the identity is <c>host/repository@sha256:…</c>, and for an archive or an engine what the tool calls it; see <see cref="SignedImage"/> for the metadata.</summary>
    [Output]
    public ITaskItem[] SignedImages { get; private set; } = [];
}
