using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.RealPeers;

public sealed class TheRealDockerRegistry
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_our_images_and_indexes_and_has_no_referrers_api()
    {
        RealPeer.Require("docker-registry");
        await using var registry = await DockerRegistry.StartAsync();
        using var client = new HttpClient();

        var image = await client.PushAsync(registry.Url, "team/app", TestImages.MultiArch(), ["1", "2"], Cancel);
        using var referrers = await client.GetAsync(new Uri(registry.Url, $"/v2/team/app/referrers/{image.Digest}"), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, referrers.StatusCode);
    }

    [Fact]
    public async Task Asks_for_the_password()
    {
        RealPeer.Require("docker-registry");
        await using var registry = await DockerRegistry.StartAsync(new DockerRegistryOptions { Htpasswd = true });
        using var client = new HttpClient();

        using var refused = await client.GetAsync(new Uri(registry.Url, "/v2/"), Cancel);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DockerRegistry.User}:{DockerRegistry.Password}")));
        using var accepted = await client.GetAsync(new Uri(registry.Url, "/v2/"), Cancel);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, accepted.StatusCode));
    }

    [Theory, InlineData(true, HttpStatusCode.Accepted), InlineData(false, HttpStatusCode.MethodNotAllowed)]
    public async Task Deletes_only_where_that_is_enabled(bool enabled, HttpStatusCode expected)
    {
        RealPeer.Require("docker-registry");
        await using var registry = await DockerRegistry.StartAsync(new DockerRegistryOptions { Delete = enabled });
        using var client = new HttpClient();
        var image = await client.PushAsync(registry.Url, "app", TestImages.Build(), ["1"], Cancel);

        using var response = await client.DeleteAsync(new Uri(registry.Url, $"/v2/app/manifests/{image.Digest}"), Cancel);

        Assert.Equal(expected, response.StatusCode);
    }
}
