using ImageSign.Formats;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust;
using ImageSign.Trust.Sigstore;

namespace ImageSign;

/// <summary>Which image is to be verified, against what.</summary>
/// <param name="Image">The image; a tag is resolved once.</param>
public sealed record VerifyRequest(ImageReference Image)
{
    /// <summary>Public keys; any of them satisfies.</summary>
    public IReadOnlyList<KeyReference> Keys { get; init; } = [];

    /// <summary>Formats that are required; empty: every format that the trust given can judge.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>For an image archive: the bundle with the signature over its bytes, which is required; null: what is found inside, or else beside it.</summary>
    public string? BundleFile { get; init; }

    /// <summary>Claims that one signature must carry.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.EmptyAnnotations;

    /// <summary>The description of the image that one signature must name by its digest, and that the image, or each platform's of an index, must keep to; null for none.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>With <see cref="ConfigFile"/>: what cannot be known counts against the image.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether the signed reference must match.</summary>
    public ReferenceBinding Binding { get; init; }

    /// <summary>Judge this platform's image of an index, or null for what the reference names.</summary>
    public Platform? Platform { get; init; }

    /// <summary>For an index: require a signature of its own on every platform image.</summary>
    public bool Recursive { get; init; }

    /// <summary>Judge every signature instead of stopping at the first good one.</summary>
    public bool All { get; init; }

    /// <summary>A trust policy file, or the name of a built-in policy; null, with no keys: notation's own place.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>The directory with the trust stores that the policy names (it holds <c>x509</c>); null for notation's own.</summary>
    public string? TrustStoreDirectory { get; init; }

    /// <summary>The <c>host/repository</c> that the policy's scopes are compared with; null for the image's own.</summary>
    public string? Scope { get; init; }

    /// <summary>What a failed revocation check means, instead of what the policy says; null: what it says.</summary>
    public VerificationAction? Revocation { get; init; }

    /// <summary>Configuration for a Notation verification plug-in.</summary>
    public IReadOnlyDictionary<string, string> PluginConfiguration { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Trust in identities instead of keys; together with keys, only what their signatures bring along is judged by it. Null for none.</summary>
    public SigstoreTrust? Sigstore { get; init; }
}
