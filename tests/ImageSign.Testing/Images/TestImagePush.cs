using System.Net.Http.Headers;

namespace ImageSign.Testing.Images;

/// <summary>Puts images where tests need them: into a test registry's memory, or over HTTP into any registry.</summary>
public static class TestImagePush
{
    /// <summary>Places the image, with children and blobs, in the registry's memory; no request is recorded. Returns the image.</summary>
    public static TestImage PutImage(this RegistryContent content, string repository, TestImage image, params IReadOnlyList<string> tags)
    {
        foreach (var child in image.Children)
        {
            content.PutImage(repository, child);
        }

        foreach (var blob in image.Blobs)
        {
            content.PutBlob(repository, blob);
        }

        content.PutManifest(repository, tag: null, image.Manifest, image.MediaType);
        foreach (var tag in tags)
        {
            content.SetTag(repository, tag, image.Digest);
        }

        return image;
    }

    /// <summary>
    /// Pushes the image over HTTP (POST and PUT for each blob), without tags by digest. Returns the image. <paramref name="client"/> carries whatever
    /// authorization the registry needs; <paramref name="registry"/> is its origin, such as <c>http://localhost:5000</c>.
    /// </summary>
    /// <exception cref="HttpRequestException">The registry refused.</exception>
    public static async Task<TestImage> PushAsync(
        this HttpClient client, Uri registry, string repository, TestImage image, IReadOnlyList<string> tags, CancellationToken cancellationToken = default)
    {
        foreach (var child in image.Children)
        {
            await client.PushAsync(registry, repository, child, [], cancellationToken);
        }

        foreach (var blob in image.Blobs)
        {
            await PushBlobAsync(client, registry, repository, blob, cancellationToken);
        }

        foreach (var reference in tags.Count == 0 ? [image.Digest] : tags)
        {
            using var body = new ByteArrayContent(image.Manifest);
            body.Headers.ContentType = new MediaTypeHeaderValue(image.MediaType);
            using var response = await client.PutAsync(new Uri(registry, $"/v2/{repository}/manifests/{reference}"), body, cancellationToken);
            response.EnsureSuccessStatusCode();
        }

        return image;
    }

    private static async Task PushBlobAsync(HttpClient client, Uri registry, string repository, byte[] blob, CancellationToken cancellationToken)
    {
        using var opened = await client.PostAsync(new Uri(registry, $"/v2/{repository}/blobs/uploads/"), content: null, cancellationToken);
        opened.EnsureSuccessStatusCode();
        var location = new Uri(registry, opened.Headers.Location ?? throw new HttpRequestException("the upload has no Location"));
        var separator = location.Query.Length == 0 ? '?' : '&';
        using var body = new ByteArrayContent(blob);
        using var response = await client.PutAsync(
            new Uri($"{location}{separator}digest={Uri.EscapeDataString(TestDigest.Of(blob))}"), body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
