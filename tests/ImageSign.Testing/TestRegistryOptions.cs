namespace ImageSign.Testing;

/// <summary>How a <see cref="TestRegistry"/> behaves. The default is an honest, open OCI distribution 1.1 registry over http.</summary>
public sealed record TestRegistryOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Serve https, with a certificate of a CA made for this registry (<see cref="TestRegistry.CaPem"/>).</summary>
    public bool Https { get; init; }

    /// <summary>Who may do what; null lets everybody do everything.</summary>
    public RegistryAuth? Auth { get; init; }

    /// <summary>Whether the referrers API answers; when not, it is 404 and no <c>OCI-Subject</c> is sent, as on docker-registry 2.8.3.</summary>
    public bool ReferrersApi { get; init; } = true;

    /// <summary>Referrers per page; null for all on one page.</summary>
    public int? ReferrersPageSize { get; init; }

    /// <summary>How tags are listed.</summary>
    public TagListing TagListing { get; init; } = TagListing.Paged;

    /// <summary>Most tags on a page, whatever the client asks for; null for no cap.</summary>
    public int? TagsPageSize { get; init; }

    /// <summary>The form of upload locations.</summary>
    public UploadLocation UploadLocation { get; init; } = UploadLocation.Absolute;

    /// <summary>Whether a single POST with <c>?digest=</c> completes an upload; when not, it opens one (202).</summary>
    public bool SinglePostUpload { get; init; } = true;

    /// <summary>Whether blobs can be mounted; when not, a mount opens an upload (202).</summary>
    public bool Mount { get; init; } = true;

    /// <summary>Whether <c>Range</c> is honoured on blobs.</summary>
    public bool BlobRanges { get; init; } = true;

    /// <summary>Whether DELETE works; when not, it is 405.</summary>
    public bool Delete { get; init; } = true;

    /// <summary>Largest manifest taken, in bytes.</summary>
    public int MaxManifestBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The clock of tokens and delayed visibility.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
