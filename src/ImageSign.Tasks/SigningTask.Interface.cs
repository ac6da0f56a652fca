using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>
/// A task that knows who signs what, and where. This half is what MSBuild may say; every default is in ImageSign.Tasks.props and .targets.
/// </summary>
public abstract partial class SigningTask
{
    /// <summary>The host that is pushed to, <c>$(ContainerRegistry)</c>; empty for a local engine.</summary>
    public string Registry { get; set; } = "";

    /// <summary>
    /// The local engine, <c>$(LocalRegistry)</c>: <c>Docker</c>, <c>Podman</c>, or empty for what is found as the SDK finds it.
    /// </summary>
    public string LocalRegistry { get; set; } = "";

    /// <summary>The repository in that registry, <c>$(ContainerRepository)</c>.</summary>
    [Required]
    public string Repository { get; set; } = "";

    /// <summary>
    /// The archive that is written or the directory that it is in, <c>$(ContainerArchiveOutputPath)</c>; it wins over the registry, as it
    /// does in the SDK.
    /// </summary>
    public string ArchivePath { get; set; } = "";

    /// <summary>
    /// The key of the first signer: a file, relative to the project, or <c>env://NAME</c>. Empty when only <see cref="Signers"/> sign.
    /// </summary>
    public string Key { get; set; } = "";

    /// <summary>
    /// More signers: the identity is the key; metadata Format and PasswordVariable override <see cref="Formats"/> and <see
    /// cref="KeyPasswordVariable"/>; CertificateChain and PluginConfig.
    /// </summary>
    public ITaskItem[] Signers { get; set; } = [];

    /// <summary>The name of the environment variable that holds the password of an encrypted key; never the password itself.</summary>
    public string KeyPasswordVariable { get; set; } = PasswordVariable.Default;

    /// <summary>
    /// The certificates of <see cref="Key"/>: a PEM file, relative to the project; empty when the key brings them along or needs none.
    /// </summary>
    public string CertificateChain { get; set; } = "";

    /// <summary>Signature formats; empty for the default of the place.</summary>
    public string[] Formats { get; set; } = [];

    /// <summary>Annotations that every signature carries: the identity is the name, metadata Value the value.</summary>
    public ITaskItem[] Annotations { get; set; } = [];

    /// <summary>
    /// How long the signatures count: a whole number and a unit (<c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>); empty for ever.
    /// </summary>
    public string ExpiresIn { get; set; } = "";

    /// <summary>A description of the image that every signature names, relative to the project; empty for none.</summary>
    public string Config { get; set; } = "";

    /// <summary>The RFC 3161 timestamping authority of the notary formats; empty for none.</summary>
    public string TimestampUrl { get; set; } = "";

    /// <summary>The file with its root certificate, relative to the project.</summary>
    public string TimestampRoot { get; set; } = "";

    /// <summary>True: a key that has signed the image already, saying the same, does not sign it again.</summary>
    public bool IfMissing { get; set; }

    /// <summary>True when an image that stays unsigned is an error; otherwise it is a warning.</summary>
    public bool SignatureRequired { get; set; }

    /// <summary>
    /// Where to write what was signed, as JSON (docs/schemas/imagesign.publish.v1.schema.json), relative to the project; empty for nowhere.
    /// </summary>
    public string ResultFile { get; set; } = "";

    /// <summary>The project's directory, absolute: what relative paths are relative to.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";
}
