namespace ImageSign.Stores.Shared.Archives;

/// <summary>The two ways in which an archive can list its images.</summary>
internal enum ArchiveView
{
    /// <summary><c>manifest.json</c>, which <c>docker load</c> reads.</summary>
    Docker,

    /// <summary><c>index.json</c> of an OCI layout.</summary>
    Oci,
}
