using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>What a pushed manifest must keep: size, shape, media type, and that all it points at (its subject apart) is there.</summary>
internal sealed class ManifestRules(TestRegistry registry)
{
    public void Check(string repository, byte[] content, string mediaType)
    {
        if (content.Length > registry.Options.MaxManifestBytes)
        {
            throw new RegistryException(StatusCodes.Status413PayloadTooLarge, "SIZE_INVALID", "the manifest is too large");
        }

        var manifest = StoredManifest.Parse(content) ?? throw RegistryException.ManifestInvalid("the manifest is not a JSON object");
        if (StoredManifest.Text(manifest["mediaType"]) is { } declared && !declared.Equals(mediaType, StringComparison.Ordinal))
        {
            throw RegistryException.ManifestInvalid($"Content-Type is {mediaType}, mediaType is {declared}");
        }

        foreach (var blob in Descriptors(manifest["config"]).Concat(Descriptors(manifest["layers"])).Where(descriptor => descriptor["urls"] is null))
        {
            Require(blob, digest => registry.Content.GetBlob(repository, digest) is not null);
        }

        foreach (var child in Descriptors(manifest["manifests"]))
        {
            Require(child, digest => registry.Content.GetManifest(repository, digest) is not null);
        }
    }

    private static IEnumerable<JsonObject> Descriptors(JsonNode? node) => node switch
    {
        JsonObject one => [one],
        JsonArray many => many.OfType<JsonObject>(),
        _ => [],
    };

    private static void Require(JsonObject descriptor, Func<string, bool> exists)
    {
        var digest = StoredManifest.Text(descriptor["digest"]);
        if (digest is null || !TestDigest.IsWellFormed(digest))
        {
            throw RegistryException.ManifestInvalid("a descriptor has no valid digest");
        }

        if (!exists(digest))
        {
            throw RegistryException.ManifestBlobUnknown(digest);
        }
    }
}
