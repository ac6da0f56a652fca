using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>How images and signatures are named in an index.json: by annotations, and each tool in its own way.</summary>
internal static class LayoutNames
{
    /// <summary>image-spec 1.1, "Pre-Defined Annotation Keys": the name of the reference for a target; in practice the tag.</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    private const string ContainerdName = "io.containerd.image.name";
    private const string CosignKind = "kind";
    private const string CosignKindPrefix = "dev.cosignproject.cosign/";

    /// <summary>The tag of an entry, or null.</summary>
    public static string? TagOf(Descriptor entry) => entry.Annotations.GetValueOrDefault(RefName);

    /// <summary>How people can name the entry: its tag, or its digest.</summary>
    public static string Describe(Descriptor entry) => TagOf(entry) is { } tag ? $":{tag}" : $"@{entry.Digest}";

    /// <summary>True when <paramref name="tag"/> is the entry's whole name, in one of the two places where tools write it.</summary>
    public static bool IsNamed(Descriptor entry, string tag) => TagOf(entry) == tag || entry.Annotations.GetValueOrDefault(ContainerdName) == tag;

    /// <summary>True when the entry's full name (<c>docker.io/library/app:1</c>) ends in that tag.</summary>
    public static bool HasShortTag(Descriptor entry, string tag) =>
        TagOf(entry) is { } name && name.Contains('/', StringComparison.Ordinal) && name.EndsWith($":{tag}", StringComparison.Ordinal);

    /// <summary>True for the tags that belong to some subject, and for the entries that cosign save marks as no image.</summary>
    public static bool IsAttachment(Descriptor entry) =>
        TagOf(entry) is { Length: >= 71 } tag && tag.StartsWith("sha256-", StringComparison.Ordinal) && Digest.TryParse($"sha256:{tag[7..71]}", out _)
        || CosignKindOf(entry) is { } kind && !kind.StartsWith("image", StringComparison.Ordinal);

    /// <summary>The entry that holds what is attached to <paramref name="subject"/> under <paramref name="suffix"/>: by tag, or as cosign save marks it, or null.</summary>
    public static Descriptor? FindAttachment(ImageIndex index, Digest subject, string suffix)
    {
        var tag = ContributionId.SubjectTag(subject) + suffix;
        var tagged = index.Manifests.FirstOrDefault(entry => TagOf(entry) == tag);
        if (tagged is not null) return tagged;
        // cosign save writes one image and, beside it, its signatures: nothing but the kind says whose they are.
        var isSavedImage = index.Manifests.Any(entry => entry.Digest == subject && CosignKindOf(entry) is { } kind && kind.StartsWith("image", StringComparison.Ordinal));
        return isSavedImage ? index.Manifests.FirstOrDefault(entry => CosignKindOf(entry) is { } kind && kind == CosignKindOfSuffix(suffix)) : null;
    }

    private static string? CosignKindOf(Descriptor entry) =>
        entry.Annotations.GetValueOrDefault(CosignKind) is { } kind && kind.StartsWith(CosignKindPrefix, StringComparison.Ordinal) ? kind[CosignKindPrefix.Length..] : null;

    private static string? CosignKindOfSuffix(string suffix) => suffix switch
    {
        ".sig" => "sigs",
        ".att" => "atts",
        _ => null,
    };
}
