namespace ImageSign.Stores.Shared;

/// <summary>The two files of a layout that holds nothing yet.</summary>
internal static class EmptyLayout
{
    public static readonly ReadOnlyMemory<byte> Index = """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"""u8.ToArray();

    public static readonly ReadOnlyMemory<byte> Layout = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();
}
