namespace ImageSign.Tasks;

/// <summary>Every name that a project can write, as docs/msbuild.md lists them.</summary>
internal static class SettingNames
{
    /// <summary>What all of them begin with.</summary>
    public const string Prefix = "ImageSign";

    public static IReadOnlyList<string> Properties { get; } =
    [
        "ImageSignEnabled", "ImageSignKey", "ImageSignKeyPasswordVariable", "ImageSignFormats", "ImageSignCertificateChain",
        "ImageSignTimestampUrl", "ImageSignTimestampRoot", "ImageSignConfig", "ImageSignExpiresIn", "ImageSignIfMissing",
        "ImageSignRequired", "ImageSignBeforeTag", "ImageSignVerifyBaseImage", "ImageSignBaseImageKey", "ImageSignBaseImagePolicy",
        "ImageSignBaseImageTrustStore", "ImageSignBaseImageScope", "ImageSignBaseImageMaxAge", "ImageSignBaseImageRevocation",
        "ImageSignResultFile", "ImageSignInsecureRegistries",
    ];

    public static IReadOnlyList<string> Items { get; } = ["ImageSigner", "ImageSignAnnotation"];

    public static IReadOnlyList<string> SignerMetadata { get; } = ["Format", "PasswordVariable", "CertificateChain", "PluginConfig"];

    public static IReadOnlyList<string> AnnotationMetadata { get; } = ["Value"];
}
