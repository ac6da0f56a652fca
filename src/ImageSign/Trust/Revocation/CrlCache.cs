using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Trust.Revocation;

/// <summary>Revocation lists on disk, in notation's place and form, so that both tools share them. What is read is validated like what comes from the network.</summary>
/// <param name="directory">The directory, created when the first list is written; null to keep nothing.</param>
public sealed class CrlCache(string? directory)
{
    private const string What = "The cached revocation list";

    // Twice a list of the largest size, as base64.
    private const long MaxFileBytes = Limits.MaxCrlBytes / 3L * 4 * 2 + 1024;
    private static readonly string[] Known = ["baseCRL", "deltaCRL"];

    /// <summary>What is cached for <paramref name="url"/>, or null: nothing, or nothing that can be read.</summary>
    internal CrlBundle? Read(Uri url)
    {
        if (directory is null) return null;
        try
        {
            var file = new FileInfo(PathOf(directory, url));
            if (!file.Exists || file.Length > MaxFileBytes) return null;
            using var json = OciJson.Parse(File.ReadAllBytes(file.FullName), What);
            var root = OciJson.Object(json.RootElement, What, Known);
            var whole = new CertificateRevocationList(Convert.FromBase64String(OciJson.RequiredString(root, "baseCRL", What)));
            var delta = OciJson.OptionalString(root, "deltaCRL", What);
            return new CrlBundle(whole, string.IsNullOrEmpty(delta) ? null : new CertificateRevocationList(Convert.FromBase64String(delta)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ImageSignException or FormatException or AsnContentException or CryptographicException)
        {
            return null; // a cache is a help, never a condition: the list is fetched again
        }
    }

    /// <summary>Keeps lists that were found valid; the reason when that is not possible.</summary>
    internal string? Write(Uri url, CrlBundle bundle)
    {
        if (directory is null) return null;
        var temporary = Path.Combine(directory, Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllBytes(temporary, ManifestWriter.Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteBase64String("baseCRL", bundle.Whole.Der);
                if (bundle.Delta is { } delta) writer.WriteBase64String("deltaCRL", delta.Der);
                writer.WriteEndObject();
            }).Span);
            File.Move(temporary, PathOf(directory, url), overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            return $"the revocation list cannot be cached in '{directory}': {e.Message}";
        }
    }

    private static string PathOf(string directory, Uri url) => Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.OriginalString))));
}
