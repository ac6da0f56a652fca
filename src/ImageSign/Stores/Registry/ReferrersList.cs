using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>A page of referrers, as the API answers it.</summary>
/// <param name="Entries">What it lists and can be read.</param>
/// <param name="Unread">Why there is more than that, or null: an entry whose digest cannot be checked here must not hide the
/// others.</param>
internal sealed record ReferrersList(IReadOnlyList<Descriptor> Entries, ImageSignException? Unread)
{
    private const string What = "the list of referrers";

    public static ReferrersList Read(string host, RegistryAnswer answer)
    {
        // distribution-spec 1.1, "Listing Referrers": "the response MUST include a Content-Type header set to
        // application/vnd.oci.image.index.v1+json".
        if (answer.ContentType is { } other && other != MediaTypes.OciIndex) throw Unreadable($"as {other}");
        if (ServedType.IsNoDocument(answer.ContentType, answer.Body.Span)) throw Unreadable("as something that is no JSON document");
        try
        {
            return Parse(answer.Body, MediaTypes.OciIndex) ?? throw Unreadable("as something that is no index");
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            // The list is the registry's, not a signer's: it says nothing about a signature that it cannot be read.
            throw ErrorCodes.AnswerUnreadable.Because(e, host, e.Message.TrimEnd('.'));
        }

        ImageSignException Unreadable(string how) => ErrorCodes.AnswerUnreadable.With(host, $"the list of referrers comes {how}");
    }

    /// <summary>Reads an index of referrers; null when it is a manifest of another kind.</summary>
    public static ReferrersList? Parse(ReadOnlyMemory<byte> raw, string? servedAs)
    {
        try
        {
            return ManifestDocument.Parse(raw, servedAs) is ImageIndex index ? new ReferrersList(index.Manifests, Unread: null) : null;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.DigestAlgorithm)
        {
            using var json = OciJson.Parse(raw, What);
            return new ReferrersList([.. OciJson.OptionalArray(json.RootElement, "manifests", What,
                Limits.MaxIndexEntries).Select(ReadOrNull).OfType<Descriptor>()], e);
        }
    }

    private static Descriptor? ReadOrNull(JsonElement entry)
    {
        try
        {
            return DescriptorJson.Read(entry, "an index entry");
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.DigestAlgorithm)
        {
            return null;
        }
    }
}
