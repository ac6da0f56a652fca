using System.Security.Cryptography;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>Reads an OCI image layout (image-spec 1.1, "OCI Image Layout Specification"): every byte is checked against the digest and size that led to it.</summary>
internal sealed class LayoutReader(ILayoutContent content)
{
    public const string LayoutFile = "oci-layout";
    public const string IndexFile = "index.json";

    private const int MaxLayoutFileBytes = 4096;
    private static readonly string[] Lists = ["manifests", "config", "layers"];
    private static readonly string[] Known = ["imageLayoutVersion"];

    public ILayoutContent Content => content;

    /// <summary>Reads index.json, after oci-layout has said that this is a layout.</summary>
    public async Task<ImageIndex> ReadIndexAsync(CancellationToken cancellationToken)
    {
        await RequireLayoutAsync(cancellationToken).ConfigureAwait(false);
        return await ReadIndexFileAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads index.json, whether or not oci-layout says what it is the index of.</summary>
    public async Task<ImageIndex> ReadIndexFileAsync(CancellationToken cancellationToken)
    {
        var raw = await ReadFileAsync(IndexFile, Limits.MaxManifestBytes, cancellationToken).ConfigureAwait(false) ?? throw Invalid("index.json is missing");
        if (ListsNothing(raw)) throw ErrorCodes.NoImageInFile.With(content.Name, "its index.json has no 'manifests'");
        return ManifestDocument.Parse(raw, MediaTypes.OciIndex) as ImageIndex ?? throw Invalid("index.json is not an index");
    }

    /// <summary>The manifest or index that <paramref name="descriptor"/> names.</summary>
    public async Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        ManifestDocument.Parse(await ReadBlobAsync(descriptor, Limits.MaxManifestBytes, cancellationToken).ConfigureAwait(false), descriptor.MediaType);

    /// <summary>The manifest or index with that digest, whatever its media type and size; null when there is no such blob.</summary>
    public async Task<ManifestDocument?> FindManifestAsync(Digest digest, CancellationToken cancellationToken)
    {
        var raw = await ReadBlobAsync(digest, Limits.MaxManifestBytes, cancellationToken).ConfigureAwait(false);
        return raw is null ? null : ManifestDocument.Parse(raw, servedAs: null);
    }

    /// <summary>The manifest or index that <paramref name="descriptor"/> names; null when it is not there.</summary>
    public async Task<ManifestDocument?> FindManifestAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadManifestAsync(descriptor, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.PartMissing)
        {
            return null;
        }
    }

    /// <summary>A blob of at most <paramref name="limit"/> bytes.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken)
    {
        if (descriptor.Size > limit) throw TooLarge(descriptor.Digest, limit);
        var raw = await ReadBlobAsync(descriptor.Digest, limit, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.PartMissing.With(content.Name, descriptor.Digest);
        return raw.Length == descriptor.Size ? raw : throw OciJson.Malformed($"The content {descriptor.Digest}", $"it has {raw.Length} bytes, not {descriptor.Size}");
    }

    /// <summary>True when the blob is there and whole.</summary>
    public async Task<bool> HasBlobAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var stream = await content.OpenBlobAsync(descriptor.Digest, cancellationToken).ConfigureAwait(false);
        if (stream is null) return false;
        await using (stream.ConfigureAwait(false))
        {
            return stream.Length == descriptor.Size && Digest.FromHash(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)) == descriptor.Digest;
        }
    }

    /// <summary>
    /// A blob that may be a JSON object, without the check of its digest: for a look inside before it counts as anything. Null when there is
    /// none, when it is longer than <paramref name="limit"/>, or when it starts like something else.
    /// </summary>
    public async Task<byte[]?> PeekJsonAsync(Digest digest, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.OpenBlobAsync(digest, cancellationToken).ConfigureAwait(false);
        if (stream is null) return null;
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > limit || stream.Length == 0 || stream.ReadByte() != '{') return null;
            var raw = new byte[stream.Length];
            raw[0] = (byte)'{';
            await ReadAllAsync(stream, raw.AsMemory(1), cancellationToken).ConfigureAwait(false);
            return raw;
        }
    }

    private async Task<byte[]?> ReadBlobAsync(Digest digest, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.OpenBlobAsync(digest, cancellationToken).ConfigureAwait(false);
        if (stream is null) return null;
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > limit) throw TooLarge(digest, limit);
            var raw = await ReadAllAsync(stream, cancellationToken).ConfigureAwait(false);
            var actual = Digest.FromHash(SHA256.HashData(raw));
            return actual == digest ? raw : throw ErrorCodes.DigestMismatch.With($"A blob of {content.Name}", digest, actual);
        }
    }

    private async Task RequireLayoutAsync(CancellationToken cancellationToken)
    {
        var raw = await ReadFileAsync(LayoutFile, MaxLayoutFileBytes, cancellationToken).ConfigureAwait(false) ?? throw Invalid("oci-layout is missing");
        string version;
        try
        {
            using var json = OciJson.Parse(raw, LayoutFile);
            version = OciJson.RequiredString(OciJson.Object(json.RootElement, LayoutFile, Known), "imageLayoutVersion", LayoutFile);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            // The file says nothing of any image: without it this is no layout, and with it no evidence.
            throw ErrorCodes.LayoutInvalid.Because(e, content.Name, e.Message);
        }

        if (!version.StartsWith("1.", StringComparison.Ordinal)) throw Invalid($"its version is '{version}'");
    }

    /// <summary>True for an index without the member that makes it one; nothing is in it under any other name either.</summary>
    private static bool ListsNothing(ReadOnlyMemory<byte> index)
    {
        using var json = OciJson.Parse(index, IndexFile);
        var root = OciJson.Object(json.RootElement, IndexFile, Lists);
        return !Lists.Any(name => root.TryGetProperty(name, out _));
    }

    private async Task<byte[]?> ReadFileAsync(string name, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.OpenFileAsync(name, cancellationToken).ConfigureAwait(false);
        if (stream is null) return null;
        await using (stream.ConfigureAwait(false))
        {
            return stream.Length <= limit
                ? await ReadAllAsync(stream, cancellationToken).ConfigureAwait(false)
                : throw ErrorCodes.OverLimit.With($"'{name}' of {content.Name}", $"{limit} bytes");
        }
    }

    private async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        var raw = new byte[stream.Length];
        await ReadAllAsync(stream, raw, cancellationToken).ConfigureAwait(false);
        return raw;
    }

    private async Task ReadAllAsync(Stream stream, Memory<byte> raw, CancellationToken cancellationToken)
    {
        try
        {
            await stream.ReadExactlyAsync(raw, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw ErrorCodes.LayoutInvalid.Because(e, content.Name, $"it cannot be read: {e.Message}");
        }
    }

    private ImageSignException Invalid(string reason) => ErrorCodes.LayoutInvalid.With(content.Name, reason);

    private ImageSignException TooLarge(Digest digest, int limit) => ErrorCodes.OverLimit.With($"The content {digest} of {content.Name}", $"{limit} bytes");
}
