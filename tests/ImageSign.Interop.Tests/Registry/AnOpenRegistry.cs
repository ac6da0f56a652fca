using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Interop.Tests.Registry;

public sealed class AnOpenRegistry : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private TestRegistry registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        client.BaseAddress = registry.Url;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task An_image_pushed_over_http_is_read_back_byte_for_byte()
    {
        var image = await client.PushAsync(registry.Url, "team/deep/app", TestImages.Build(), ["1"], Cancel);

        using var response = await client.GetAsync(new Uri("/v2/team/deep/app/manifests/1", UriKind.Relative), Cancel);

        Assert.Equal(image.MediaType, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(image.Digest, response.Headers.GetValues("Docker-Content-Digest").Single());
        Assert.Equal(image.Manifest, await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(image.Config, await client.GetByteArrayAsync(new Uri($"/v2/team/deep/app/blobs/{TestDigest.Of(image.Config)}", UriKind.Relative), Cancel));
    }

    [Fact]
    public async Task A_manifest_whose_layer_is_missing_is_refused()
    {
        var image = TestImages.Build();

        var (status, code) = await PutAsync("app", "1", image.Manifest, image.MediaType);

        Assert.Equal((HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN"), (status, code));
    }

    [Fact]
    public async Task A_manifest_under_a_digest_that_is_not_its_own_is_refused()
    {
        var image = registry.Content.PutImage("app", TestImages.Build());

        var (status, code) = await PutAsync("app", TestDigest.Of("other"u8), image.Manifest, image.MediaType);

        Assert.Equal((HttpStatusCode.BadRequest, "DIGEST_INVALID"), (status, code));
    }

    [Fact]
    public async Task A_manifest_under_a_media_type_that_is_not_its_own_is_refused()
    {
        var image = registry.Content.PutImage("app", TestImages.Build());

        var (status, code) = await PutAsync("app", "1", image.Manifest, "application/vnd.docker.distribution.manifest.v2+json");

        Assert.Equal((HttpStatusCode.BadRequest, "MANIFEST_INVALID"), (status, code));
    }

    [Fact]
    public async Task A_blob_whose_digest_is_wrong_is_refused()
    {
        using var body = new ByteArrayContent("content"u8.ToArray());

        using var response = await client.PostAsync(
            new Uri($"/v2/app/blobs/uploads/?digest={Uri.EscapeDataString(TestDigest.Of("other"u8))}", UriKind.Relative), body, Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, "DIGEST_INVALID"), (response.StatusCode, await CodeOf(response)));
    }

    [Fact]
    public async Task A_chunk_out_of_order_is_refused()
    {
        using var opened = await client.PostAsync(new Uri("/v2/app/blobs/uploads/", UriKind.Relative), content: null, Cancel);
        using var body = new ByteArrayContent("late"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Range", "10-13");

        using var response = await client.PatchAsync(opened.Headers.Location, body, Cancel);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
    }

    [Fact]
    public async Task A_blob_is_mounted_from_another_repository_and_from_its_own()
    {
        var digest = registry.Content.PutBlob("base", "content"u8.ToArray());

        Assert.Equal(HttpStatusCode.Created, await MountAsync("app", digest, "base"));
        Assert.Equal(HttpStatusCode.Created, await MountAsync("app", digest, "app"));
        Assert.NotNull(registry.Content.GetBlob("app", digest));
        Assert.Equal(HttpStatusCode.Accepted, await MountAsync("app", TestDigest.Of("absent"u8), "base"));
    }

    [Fact]
    public async Task Part_of_a_blob_can_be_read()
    {
        var digest = registry.Content.PutBlob("app", "0123456789"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v2/app/blobs/{digest}");
        request.Headers.Range = new RangeHeaderValue(2, 4);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("234", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Tags_come_in_pages_with_a_link_to_the_next()
    {
        registry.Content.PutImage("app", TestImages.Build(), "c", "a", "b");

        using var first = await client.GetAsync(new Uri("/v2/app/tags/list?n=2", UriKind.Relative), Cancel);
        var link = first.Headers.GetValues("Link").Single();
        var second = await client.GetStringAsync(new Uri(link[1..link.IndexOf('>')], UriKind.Relative), Cancel);

        Assert.Equal("""{"name":"app","tags":["a","b"]}""", await first.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("""{"name":"app","tags":["c"]}""", second);
    }

    [Fact]
    public async Task Tags_come_all_at_once_and_unsorted_when_it_behaves_like_docker_registry()
    {
        registry.Reconfigure(options => options with { TagListing = TagListing.AllUnsorted });
        registry.Content.PutImage("app", TestImages.Build(), "c", "a", "b");

        Assert.Equal(
            """{"name":"app","tags":["b","a","c"]}""", await client.GetStringAsync(new Uri("/v2/app/tags/list?n=1&last=a", UriKind.Relative), Cancel));
    }

    [Fact]
    public async Task Deleting_a_manifest_takes_its_tags_along()
    {
        var image = registry.Content.PutImage("app", TestImages.Build(), "1", "2");

        using var response = await client.DeleteAsync(new Uri($"/v2/app/manifests/{image.Digest}", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(registry.Content.Tags("app"));
    }

    [Theory]
    [InlineData("/v2/Upper/manifests/1", HttpStatusCode.BadRequest, "NAME_INVALID")]
    [InlineData("/v2/app/manifests/absent", HttpStatusCode.NotFound, "MANIFEST_UNKNOWN")]
    [InlineData("/v2/app/tags/list", HttpStatusCode.NotFound, "NAME_UNKNOWN")]
    [InlineData("/v2/app/blobs/sha256:12", HttpStatusCode.BadRequest, "DIGEST_INVALID")]
    public async Task A_refusal_has_the_code_of_the_specification(string path, HttpStatusCode status, string code)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal((status, code), (response.StatusCode, await CodeOf(response)));
    }

    [Fact]
    public async Task Every_request_is_recorded_before_its_answer_arrives()
    {
        for (var round = 0; round < 50; round++)
        {
            registry.Requests.Clear();
            using var response = await client.GetAsync(new Uri("/v2/?round=1", UriKind.Relative), Cancel);
            var recorded = Assert.Single(registry.Requests.All);
            Assert.Equal(("GET", "/v2/", "?round=1", 200), (recorded.Method, recorded.Path, recorded.Query, recorded.Status));
        }
    }

    private async Task<(HttpStatusCode Status, string? Code)> PutAsync(string repository, string reference, byte[] manifest, string mediaType)
    {
        using var body = new ByteArrayContent(manifest);
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var response = await client.PutAsync(new Uri($"/v2/{repository}/manifests/{reference}", UriKind.Relative), body, Cancel);
        return (response.StatusCode, await CodeOf(response));
    }

    private async Task<HttpStatusCode> MountAsync(string repository, string digest, string from)
    {
        var uri = new Uri($"/v2/{repository}/blobs/uploads/?mount={digest}&from={from}", UriKind.Relative);
        using var response = await client.PostAsync(uri, content: null, Cancel);
        return response.StatusCode;
    }

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(Cancel))?["errors"]?[0]?["code"]?.GetValue<string>();
}
