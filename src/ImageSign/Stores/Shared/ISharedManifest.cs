using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>A manifest at a tag that every signer of a subject extends: how contributions are recognised in it, and merged into it.</summary>
/// <remarks>A contribution's id is the first 16 hexadecimal digits of the digest of the manifest that holds it alone.</remarks>
internal interface ISharedManifest
{
    /// <summary>The tag, without repository.</summary>
    string Tag { get; }

    /// <summary>What the manifest is, for people: <c>an index of referrers</c>.</summary>
    string Description { get; }

    /// <summary>True when <paramref name="marker"/> is a contribution to this manifest.</summary>
    bool Accepts(ManifestDocument marker);

    /// <summary>True when <paramref name="current"/> is such a manifest at all.</summary>
    bool Recognises(ManifestDocument current);

    /// <summary>The ids of the contributions that stand in <paramref name="current"/>.</summary>
    IReadOnlySet<string> ContributionsIn(ManifestDocument? current);

    /// <summary>The bytes of <paramref name="current"/> with the contributions added; whatever else it holds is kept, in its order. Null when nothing is missing.</summary>
    ReadOnlyMemory<byte>? Merge(ManifestDocument? current, IReadOnlyCollection<ImageManifest> contributions);

    /// <summary>The media type of the merged manifest.</summary>
    string MediaTypeOf(ManifestDocument? current);
}
