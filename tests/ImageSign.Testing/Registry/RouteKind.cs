namespace ImageSign.Testing.Registry;

/// <summary>The end points of the distribution specification, and the token server's.</summary>
internal enum RouteKind
{
    Ping,
    Catalog,
    Token,
    Blob,
    UploadStart,
    Upload,
    Manifest,
    Tags,
    Referrers,
}
