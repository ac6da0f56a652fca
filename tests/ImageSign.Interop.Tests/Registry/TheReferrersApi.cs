using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Interop.Tests.Registry;

public sealed class TheReferrersApi : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private TestRegistry registry = null!;
    private TestImage image = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersPageSize = 2 });
        image = registry.Content.PutImage("app", TestImages.Build(), "1");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task Lists_every_referrer_over_several_pages()
    {
        string[] pushed = [.. Enumerable.Range(0, 5).Select(number => Refer("application/vnd.example", number).Digest)];

        var (digests, pages) = await ListAsync("");

        Assert.Equal(pushed, digests, StringComparer.Ordinal);
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task Filters_by_artifact_type_and_says_so_on_every_page()
    {
        Refer("application/vnd.other", 0);
        string[] pushed = [.. Enumerable.Range(0, 3).Select(number => Refer("application/vnd.example+json", number).Digest)];

        var (digests, pages) = await ListAsync("?artifactType=application/vnd.example%2Bjson");

        Assert.Equal(pushed, digests, StringComparer.Ordinal);
        Assert.Equal(2, pages);
    }

    [Fact]
    public async Task Is_an_empty_index_for_a_subject_that_is_not_there()
    {
        var body = await client.GetStringAsync(new Uri(registry.Url, $"/v2/app/referrers/{TestDigest.Of("absent"u8)}"), Cancel);

        Assert.Equal("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""", body);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Is_announced_by_the_answer_to_a_put_only_when_it_is_there(bool referrersApi)
    {
        registry.Reconfigure(options => options with { ReferrersApi = referrersApi });
        var referrer = Refer("application/vnd.example", 0);
        using var body = new ByteArrayContent(referrer.Manifest);
        body.Headers.ContentType = new MediaTypeHeaderValue(referrer.MediaType);

        using var put = await client.PutAsync(new Uri(registry.Url, $"/v2/app/manifests/{referrer.Digest}"), body, Cancel);
        using var get = await client.GetAsync(new Uri(registry.Url, $"/v2/app/referrers/{image.Digest}"), Cancel);

        Assert.Equal(referrersApi ? image.Digest : null, put.Headers.TryGetValues("OCI-Subject", out var subjects) ? subjects.Single() : null);
        Assert.Equal(referrersApi ? HttpStatusCode.OK : HttpStatusCode.NotFound, get.StatusCode);
    }

    private TestImage Refer(string artifactType, int number) => registry.Content.PutImage(
        "app", TestImages.BuildReferrer(image.ToDescriptor(), artifactType, BitConverter.GetBytes(number)));

    private async Task<(List<string?> Digests, int Pages)> ListAsync(string query)
    {
        var digests = new List<string?>();
        var pages = 0;
        for (var path = $"/v2/app/referrers/{image.Digest}{query}"; path is not null; pages++)
        {
            using var response = await client.GetAsync(new Uri(registry.Url, path), Cancel);
            var index = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(Cancel));
            digests.AddRange(index!["manifests"]!.AsArray().Select(entry => entry!["digest"]?.GetValue<string>()));
            Assert.Equal(query.Length > 0, response.Headers.Contains("OCI-Filters-Applied"));
            path = response.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>')] : null;
        }

        return (digests, pages);
    }
}
