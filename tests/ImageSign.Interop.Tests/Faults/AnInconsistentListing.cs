using System.Net.Http.Headers;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;

namespace ImageSign.Interop.Tests.Faults;

public sealed class AnInconsistentListing : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private readonly ManualTime time = new();
    private TestRegistry registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => registry = await TestRegistry.StartAsync(new TestRegistryOptions { Time = time });

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task Shows_a_tags_old_manifest_for_a_while_after_a_put()
    {
        var before = registry.Content.PutImage("app", TestImages.Build(), "1");
        var after = registry.Content.PutImage("app", TestImages.Build(new TestImageOptions { User = "other" }));
        registry.Faults.Add(On.Put("*"), new DelayedVisibilityFault(TimeSpan.FromSeconds(5)));

        await PutAsync("1", after);
        Assert.Equal(before.Manifest, await GetAsync("1"));
        Assert.Equal(after.Manifest, await GetAsync(after.Digest));

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(after.Manifest, await GetAsync("1"));
    }

    [Fact]
    public async Task Leaves_a_new_referrer_out_for_a_while()
    {
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        var referrer = TestImages.BuildReferrer(image.ToDescriptor(), "application/vnd.example.signature", "signature"u8.ToArray());
        foreach (var blob in referrer.Blobs)
        {
            registry.Content.PutBlob("app", blob);
        }

        registry.Faults.Add(On.Put("*"), new DelayedVisibilityFault(TimeSpan.FromSeconds(5)));
        await PutAsync(referrer.Digest, referrer);
        Assert.Empty(registry.Content.Referrers("app", image.Digest));

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(referrer.Digest, Assert.Single(registry.Content.Referrers("app", image.Digest)).Digest);
    }

    [Theory, InlineData("/v2/app/tags/list"), InlineData("/v2/app/referrers/sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Has_always_another_page(string path)
    {
        registry.Content.PutImage("app", TestImages.Build(), "1");
        registry.Faults.Add(On.Get("*"), new EndlessPagesFault());

        for (var page = 0; page < 5; page++)
        {
            using var response = await client.GetAsync(new Uri(registry.Url, path), Cancel);
            var link = response.Headers.GetValues("Link").Single();
            path = link[1..link.IndexOf('>')];
        }

        Assert.EndsWith("last=5", path);
        Assert.Equal("?last=4", registry.Requests.All[^1].Query);
    }

    private Task<byte[]> GetAsync(string reference) => client.GetByteArrayAsync(new Uri(registry.Url, $"/v2/app/manifests/{reference}"), Cancel);

    private async Task PutAsync(string reference, TestImage image)
    {
        using var body = new ByteArrayContent(image.Manifest);
        body.Headers.ContentType = new MediaTypeHeaderValue(image.MediaType);
        using var response = await client.PutAsync(new Uri(registry.Url, $"/v2/app/manifests/{reference}"), body, Cancel);
        response.EnsureSuccessStatusCode();
    }
}
