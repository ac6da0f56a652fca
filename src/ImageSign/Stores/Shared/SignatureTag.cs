using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>cosign's legacy manifest at <c>sha256-&lt;hex&gt;.sig</c>: every signer appends layers to it.</summary>
/// <remarks>A merged layer carries its contribution's id as an annotation, so that nobody has to fetch the markers to see that they are in.</remarks>
internal sealed class SignatureTag(Digest subject, string suffix) : ISharedManifest
{
    private const string MarkerAnnotation = "dev.imagesign.marker";

    public string Tag { get; } = ContributionId.SubjectTag(subject) + suffix;

    public string Description => "signatures";

    public bool Accepts(ManifestDocument marker) => marker is ImageManifest { Subject: null } manifest && manifest.Layers.Any(layer => suffix switch
    {
        ".sig" => layer.MediaType == MediaTypes.SimpleSigning,
        ".att" => layer.MediaType == MediaTypes.DsseEnvelope,
        _ => layer.MediaType is not (MediaTypes.SimpleSigning or MediaTypes.DsseEnvelope),
    });

    public bool Recognises(ManifestDocument current) => current is ImageManifest { Config: not null };

    public IReadOnlySet<string> ContributionsIn(ManifestDocument? current) => current is ImageManifest manifest
        ? manifest.Layers.Select(layer => layer.Annotations.GetValueOrDefault(MarkerAnnotation)).OfType<string>().ToHashSet(StringComparer.Ordinal)
        : new HashSet<string>(StringComparer.Ordinal);

    public ReadOnlyMemory<byte>? Merge(ManifestDocument? current, IReadOnlyCollection<ImageManifest> contributions)
    {
        var layers = (current as ImageManifest)?.Layers ?? [];
        var missing = contributions
            .SelectMany(contribution => contribution.Layers.Select(layer => (Layer: layer, Id: ContributionId.Of(contribution.Descriptor.Digest))))
            .Where(added => !layers.Any(layer => IsSame(layer, added.Layer)))
            .ToArray();
        if (missing.Length == 0) return null;
        // The first contribution also brings the configuration.
        var basis = current ?? contributions.First();
        return SharedManifestJson.Append(basis, "layers", MediaTypes.OciManifest, missing.Select<(Descriptor Layer, string Id), Action<Utf8JsonWriter>>(
            added => writer => DescriptorJson.Write(writer, Marked(added.Layer, added.Id))), keepExisting: current is not null);
    }

    public string MediaTypeOf(ManifestDocument? current) => current?.Descriptor.MediaType ?? MediaTypes.OciManifest;

    private static bool IsSame(Descriptor one, Descriptor other) =>
        one.Digest == other.Digest && other.Annotations.All(pair => pair.Key == MarkerAnnotation || one.Annotations.GetValueOrDefault(pair.Key) == pair.Value);

    private static Descriptor Marked(Descriptor layer, string id) =>
        layer with { Annotations = new Dictionary<string, string>(layer.Annotations, StringComparer.Ordinal) { [MarkerAnnotation] = id } };
}
