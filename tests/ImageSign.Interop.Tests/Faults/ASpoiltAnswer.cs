using System.Diagnostics;
using System.Net;
using ImageSign.Testing;
using ImageSign.Testing.Faults;

namespace ImageSign.Interop.Tests.Faults;

public sealed class ASpoiltAnswer : IAsyncLifetime
{
    private static readonly byte[] Content = "0123456789"u8.ToArray();

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private TestRegistry registry = null!;
    private Uri blob = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        blob = new Uri(registry.Url, $"/v2/app/blobs/{registry.Content.PutBlob("app", Content)}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task Has_the_status_and_the_wait_as_often_as_was_said()
    {
        var rule = registry.Faults.Add(On.Get("*/blobs/*"), new StatusCodeFault(429, TimeSpan.FromSeconds(3)), times: 2);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            using var response = await client.GetAsync(blob, Cancel);
            Assert.Equal(attempt <= 2 ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(attempt <= 2 ? TimeSpan.FromSeconds(3) : null, response.Headers.RetryAfter?.Delta);
        }

        Assert.Equal(2, rule.Hits);
        Assert.Equal([429, 429, 200], registry.Requests.All.Select(request => request.Status));
    }

    [Fact]
    public async Task Never_comes_when_the_connection_is_dropped()
    {
        registry.Faults.Add(On.Any, new DropConnectionFault());

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync(blob, Cancel));

        Assert.All(registry.Requests.All, request => Assert.Equal(0, request.Status));
    }

    [Fact]
    public async Task Never_comes_although_the_work_was_done()
    {
        registry.Faults.Add(On.Post("*"), new LostAnswerFault());
        using var body = new ByteArrayContent("new"u8.ToArray());

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.PostAsync(new Uri(registry.Url, $"/v2/app/blobs/uploads/?digest={TestDigest.Of("new"u8)}"), body, Cancel));

        Assert.NotNull(registry.Content.GetBlob("app", TestDigest.Of("new"u8)));
    }

    [Fact]
    public async Task Breaks_off_in_the_middle()
    {
        registry.Faults.Add(On.Any, new TruncatedBodyFault(4));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync(blob, Cancel));
    }

    [Fact]
    public async Task Is_too_short_although_its_length_is_right()
    {
        registry.Faults.Add(On.Any, new TruncatedBodyFault(4, framed: true));

        Assert.Equal(Content[..4], await client.GetByteArrayAsync(blob, Cancel));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Is_too_long(bool chunked)
    {
        registry.Faults.Add(On.Any, new OverlongBodyFault(5, chunked));

        Assert.Equal(15, (await client.GetByteArrayAsync(blob, Cancel)).Length);
    }

    [Fact]
    public async Task Declares_more_than_it_has()
    {
        registry.Faults.Add(On.Any, new LyingContentLengthFault(1000));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync(blob, Cancel));
    }

    [Fact]
    public async Task Declares_another_length_to_head()
    {
        registry.Faults.Add(On.Any, new LyingContentLengthFault(1000));
        using var request = new HttpRequestMessage(HttpMethod.Head, blob);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(1000, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Trickles_in()
    {
        registry.Faults.Add(On.Any, new SlowBodyFault(chunk: 5, TimeSpan.FromMilliseconds(40)));
        var clock = Stopwatch.StartNew();

        Assert.Equal(Content, await client.GetByteArrayAsync(blob, Cancel));

        Assert.InRange(clock.ElapsedMilliseconds, 75, 5000);
    }

    [Fact]
    public async Task Never_ends()
    {
        registry.Faults.Add(On.Any, new EndlessBodyFault());
        using var response = await client.GetAsync(blob, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancel);

        Assert.Equal(1_000_000, await stream.ReadAtLeastAsync(new byte[1_000_000], 1_000_000, throwOnEndOfStream: false, Cancel));
    }

    [Fact]
    public async Task Has_other_bytes_under_the_same_digest()
    {
        registry.Faults.Add(On.Any, new WrongBytesFault());

        using var response = await client.GetAsync(blob, Cancel);

        Assert.NotEqual(Content, await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(TestDigest.Of(Content), response.Headers.GetValues("Docker-Content-Digest").Single());
    }

    [Fact]
    public async Task Has_another_content_type_or_none()
    {
        registry.Faults.Add(On.Any, new WrongContentTypeFault("text/html"), times: 1);
        Assert.Equal("text/html", await TypeAsync());

        registry.Faults.Add(On.Any, new WrongContentTypeFault(contentType: null));
        Assert.Null(await TypeAsync());

        async Task<string?> TypeAsync()
        {
            using var response = await client.GetAsync(blob, Cancel);
            return response.Content.Headers.ContentType?.MediaType;
        }
    }

    [Fact]
    public async Task Points_elsewhere()
    {
        registry.Faults.Add(On.Any, new RedirectFault(new Uri("http://localhost:1/elsewhere")));

        using var response = await client.GetAsync(blob, Cancel);

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "http://localhost:1/elsewhere"), (response.StatusCode, response.Headers.Location?.AbsoluteUri));
    }

    [Fact]
    public async Task Points_back_at_itself_for_ever()
    {
        registry.Faults.Add(On.Any, new RedirectLoopFault());
        using var follower = new HttpClient();

        using var response = await follower.GetAsync(blob, Cancel);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal(51, registry.Requests.Count("GET", blob.AbsolutePath));
    }

    [Fact]
    public async Task Comes_late()
    {
        registry.Faults.Add(On.Any, new DelayFault { BeforeWork = Ms(20, 30), BeforeAnswer = Ms(20, 30) });
        var clock = Stopwatch.StartNew();

        Assert.Equal(Content, await client.GetByteArrayAsync(blob, Cancel));

        Assert.InRange(clock.ElapsedMilliseconds, 38, 5000);

        static (TimeSpan Min, TimeSpan Max) Ms(int min, int max) => (TimeSpan.FromMilliseconds(min), TimeSpan.FromMilliseconds(max));
    }

    [Fact]
    public async Task Has_a_location_on_another_origin()
    {
        registry.Faults.Add(On.Post("*"), new RewriteHeaderFault("Location", honest => honest?.Replace("localhost", "evil.invalid", StringComparison.Ordinal)));

        using var response = await client.PostAsync(new Uri(registry.Url, "/v2/app/blobs/uploads/"), content: null, Cancel);

        Assert.Equal(("evil.invalid", HttpStatusCode.Accepted), (response.Headers.Location?.Host, response.StatusCode));
    }

    [Fact]
    public async Task Is_the_tests_own_where_a_handler_says_so()
    {
        registry.Faults.Add(On.Any, new CustomFault(context =>
        {
            context.Response.StatusCode = 418;
            return Task.FromResult(context.Request.Path.Value is "/v2/");
        }));

        using var own = await client.GetAsync(new Uri(registry.Url, "/v2/"), Cancel);
        using var honest = await client.GetAsync(blob, Cancel);

        Assert.Equal((418, 200), ((int)own.StatusCode, (int)honest.StatusCode));
    }

    [Fact]
    public async Task Does_not_keep_the_registry_from_stopping()
    {
        var rule = registry.Faults.Add(On.Any, DelayFault.Before(600_000));
        var hanging = client.GetAsync(blob, Cancel);
        while (rule.Hits == 0)
        {
            await Task.Delay(5, Cancel);
        }

        var clock = Stopwatch.StartNew();
        await registry.DisposeAsync();

        Assert.InRange(clock.ElapsedMilliseconds, 0, 5000);
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }
}
