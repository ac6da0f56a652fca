using System.Text;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>What is tried again, and what is not.</summary>
public sealed class ARegistryUnderStress : IAsyncLifetime
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private TestRegistry? _registry;

    private TestRegistry Registry => _registry!;

    private string Image => Registry.Reference("app", "1");

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = false });
        _registry.Content.PutImage("app", TestImages.Build(), "1");
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    public static TheoryData<string> Passing => ["429 with Retry-After", "503 twice", "500", "502", "504", "dropped connection", "lost answer", "truncated body", "DIGEST_INVALID of docker-registry"];

    [Theory, MemberData(nameof(Passing))]
    public async Task Is_asked_again_and_everything_is_signed_and_verified(string trouble)
    {
        var hits = 0;
        foreach (var match in (Func<HttpRequest, bool>[])[On.Put("*/manifests/*"), On.Get("*/manifests/*")])
        {
            var rule = Registry.Faults.Add(match, FaultOf(trouble), times: trouble == "503 twice" ? 2 : 1);
            if (match(new DefaultHttpContext { Request = { Method = "GET", Path = "/v2/app/manifests/1" } }.Request)) (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
            else await new Engine().SignAsync(Image, Key);
            hits += rule.Hits;
        }

        Assert.Equal(trouble == "503 twice" ? 4 : 2, hits);
    }

    [Fact]
    public async Task Is_given_up_on_when_it_never_recovers()
    {
        Registry.Faults.Add(On.Get("*/manifests/*"), new StatusCodeFault(503, retryAfter: TimeSpan.Zero));

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.RegistryError, failure.Code);
        Assert.Equal(5, Registry.Requests.Count("GET", "*/manifests/1"));
    }

    [Fact]
    public async Task Says_so_when_it_wants_fewer_requests()
    {
        Registry.Faults.Add(On.Get("*/manifests/*"), new StatusCodeFault(429, retryAfter: TimeSpan.Zero));

        Assert.Equal(ErrorCodes.TooManyRequests, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key))).Code);
    }

    [Theory, InlineData(400), InlineData(403), InlineData(405), InlineData(501)]
    public async Task Is_not_asked_again_after_an_answer_that_will_not_change(int status)
    {
        Registry.Faults.Add(On.Get("*/manifests/*"), new StatusCodeFault(status));

        await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key));

        Assert.Equal(1, Registry.Requests.Count("GET", "*/manifests/1"));
    }

    [Fact]
    public async Task That_never_answers_is_waited_for_only_as_long_as_allowed()
    {
        Registry.Faults.Add(On.Any, DelayFault.Before(30_000));

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine(new RegistryOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) }).VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.TimedOut, failure.Code);
    }

    [Fact]
    public async Task That_drips_its_body_is_waited_for_only_as_long_as_allowed()
    {
        Registry.Faults.Add(On.Get("*/manifests/*"), new SlowBodyFault(1, TimeSpan.FromMilliseconds(100)));

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine(new RegistryOptions { RequestTimeout = TimeSpan.FromMilliseconds(400) }).VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.TimedOut, failure.Code);
    }

    [Fact]
    public async Task Whose_upload_session_expired_gets_a_new_one()
    {
        Registry.Reconfigure(options => options with { SinglePostUpload = false });
        Registry.Faults.Add(On.Put("*/blobs/uploads/*"), new StatusCodeFault(404), times: 2);

        await new Engine().SignAsync(Image, Key);

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory, InlineData(true, 0), InlineData(false, 2)]
    public async Task Is_sent_a_small_blob_at_once_whether_it_takes_it_or_not(bool takes, int sessions)
    {
        Registry.Reconfigure(options => options with { SinglePostUpload = takes });

        await new Engine().SignAsync(Image, Key);

        Assert.Equal(2, Registry.Requests.Count("POST", "*/blobs/uploads/"));
        Assert.Equal(sessions, Registry.Requests.Count("PUT", "*/blobs/uploads/*"));
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory, InlineData(400), InlineData(404), InlineData(405), InlineData(413), InlineData(415), InlineData(501)]
    public async Task That_refuses_a_blob_where_it_expects_none_gets_it_in_a_session(int status)
    {
        Registry.Reconfigure(options => options with { SinglePostUpload = false });
        Registry.Faults.Add(request => On.Post("*/blobs/uploads/")(request) && request.ContentLength > 0, new StatusCodeFault(status));

        await new Engine().SignAsync(Image, Key);

        Assert.Equal(2, Registry.Requests.Count("PUT", "*/blobs/uploads/*"));
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory, InlineData(UploadLocation.Absolute), InlineData(UploadLocation.Relative)]
    public async Task Names_its_upload_location_as_it_likes(UploadLocation location)
    {
        Registry.Reconfigure(options => options with { UploadLocation = location, Mount = false, SinglePostUpload = false });

        await new Engine().SignAsync(Image, Key, "cosign");

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task That_cannot_be_reached_has_its_own_code()
    {
        var gone = Image;
        await Registry.DisposeAsync();

        Assert.Equal(ErrorCodes.RegistryUnreachable, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(gone, Key))).Code);
    }

    [Fact]
    public async Task Whose_tags_cannot_be_listed_is_settled_and_says_so()
    {
        Registry.Faults.Add(On.Get("*/tags/list"), new StatusCodeFault(403));

        var signed = await new Engine().SignAsync(Image, Key);

        Assert.Contains("does not let tags be listed", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
        Assert.Equal(VerdictOutcome.NotTrusted, (await new Engine().VerifyAsync(Image, TestKeys.Shared(TestKeyAlgorithm.Rsa2048))).Verdict.Outcome);
    }

    private static IFault FaultOf(string trouble) => trouble switch
    {
        "429 with Retry-After" => new StatusCodeFault(429, retryAfter: TimeSpan.FromSeconds(1)),
        "503 twice" => new StatusCodeFault(503),
        "dropped connection" => new DropConnectionFault(),
        "lost answer" => new LostAnswerFault(),
        "truncated body" => new TruncatedBodyFault(10),
        "DIGEST_INVALID of docker-registry" => new CustomFault(async context =>
        {
            context.Response.StatusCode = 400;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("""{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"}]}"""));
            return true;
        }),
        _ => new StatusCodeFault(int.Parse(trouble)),
    };
}
