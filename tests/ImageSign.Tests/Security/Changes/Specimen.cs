using System.Text.Json;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security.Changes;

/// <summary>A signed image, and its one signature in two parts: the manifest that holds it, and the blob that it is (embedded: the image's own manifest and configuration).</summary>
internal sealed class Specimen : IAsyncDisposable
{
    private const string Repository = "app";

    private readonly TestRegistry _registry;
    private readonly NotaryEngine _engine = new(new HurriedTime());
    private readonly string _format;
    private readonly string? _tag;
    private readonly StoredManifest _manifest;
    private readonly string _blob;

    private Specimen(TestRegistry registry, string format, string? tag, StoredManifest manifest)
    {
        (_registry, _format, _tag, _manifest) = (registry, format, tag, manifest);
        _blob = Descriptor(JsonNode.Parse(manifest.Bytes)!)["digest"]!.GetValue<string>();
    }

    public byte[] Manifest => _manifest.Bytes;

    public byte[] Blob => _registry.Content.GetBlob(Repository, _blob)!;

    private bool IsNotary => _format.StartsWith("notary", StringComparison.Ordinal);

    private string Image => _registry.Reference(Repository, "1");

    public static async Task<Specimen> SignAsync(string format)
    {
        var registry = await TestRegistry.StartAsync();
        var subject = registry.Content.PutImage(Repository, TestImages.Build(), "1").Digest;
        var claims = new Dictionary<string, string>(StringComparer.Ordinal) { ["team"] = "web" };
        using var engine = new NotaryEngine();
        var image = ImageReference.Parse(registry.Reference(Repository, "1"));
        var request = format.StartsWith("notary", StringComparison.Ordinal)
            ? NotarySigner.SignRequest(image, "p256", format)
            : new SignRequest(image, KeyFiles.PrivateOf(Attack.Key)) { Formats = [format] };
        await engine.SignAsync(request with { Annotations = claims });
        var tag = format switch { "embedded" => "1", "cosign" => $"{subject.Replace(':', '-')}.sig", _ => null };
        var manifest = tag is null ? registry.Content.Referrers(Repository, subject).Single() : registry.Content.GetManifest(Repository, tag)!;
        return new Specimen(registry, format, tag, manifest);
    }

    /// <summary>What is reported when the signature is changed so, with all digests and sizes made to agree again; null when it is not trusted.</summary>
    public async Task<IReadOnlyList<string>?> ReportAsync(byte[] manifest, byte[] blob)
    {
        if (!blob.AsSpan().SequenceEqual(Blob)) manifest = Naming(manifest, _registry.Content.PutBlob(Repository, blob), blob);
        _registry.Content.DeleteManifest(Repository, _manifest.Digest);
        var changed = _registry.Content.PutManifest(Repository, _tag, manifest, _manifest.MediaType);
        try
        {
            var result = await _engine.VerifyAsync(Request());
            return result.Verdict.Outcome == VerdictOutcome.Trusted ? Claims(result.Verdict.Root) : null;
        }
        catch (ImageSignException)
        {
            return null;
        }
        finally
        {
            _registry.Content.DeleteManifest(Repository, changed.Digest);
            if (TestDigest.Of(blob) != _blob) _registry.Content.DeleteBlob(Repository, TestDigest.Of(blob));
            _registry.Content.PutManifest(Repository, _tag, Manifest, _manifest.MediaType);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _registry.DisposeAsync();
    }

    /// <summary>All that the verdict says on the word of a signature. The subject's own digest is not: of an embedded signature it is no claim.</summary>
    private static IReadOnlyList<string> Claims(Check root) => [.. root.Children.Where(check => check.Id != CheckIds.Subject).SelectMany(check => check.Flatten())
        .SelectMany(check => check.Facts).Where(fact => fact.Signed).Select(fact => $"{fact.Name} = {fact.Value}").Order(StringComparer.Ordinal)];

    private VerifyRequest Request()
    {
        var image = ImageReference.Parse(Image);
        var request = IsNotary ? NotarySigner.VerifyRequest(image, "strict") : new VerifyRequest(image) { Keys = [KeyFiles.PublicOf(Attack.Key)] };
        return request with { Formats = [_format] };
    }

    private JsonNode Descriptor(JsonNode manifest) => _format == "embedded" ? manifest["config"]! : manifest["layers"]![0]!;

    private byte[] Naming(byte[] manifest, string digest, byte[] blob)
    {
        var root = JsonNode.Parse(manifest)!;
        var descriptor = Descriptor(root);
        (descriptor["digest"], descriptor["size"]) = (digest, blob.Length);
        if (descriptor["data"] is not null) descriptor["data"] = Convert.ToBase64String(blob);
        return JsonSerializer.SerializeToUtf8Bytes(root);
    }
}
