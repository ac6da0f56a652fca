using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>
/// Registries without a referrers API that answer in their own way for a tag that is not there, or do not take one; what is reported is
/// what is found.
/// </summary>
public sealed class ATagThatIsNotThere : IAsyncLifetime
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private TestRegistry? _registry;
    private TestImage? _image;

    private TestRegistry Registry => _registry!;

    private string Image => Registry.Reference("app", "1");

    private string ListTag => $"sha256-{_image!.Digest[7..]}";

    public static TheoryData<int, string> AnswersAndFormats => new MatrixTheoryData<int, string>([400, 401, 403], ["sigstore", "cosign"]);

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = false });
        _image = _registry.Content.PutImage("app", TestImages.Build(), "1");
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    [Theory, MemberData(nameof(AnswersAndFormats))]
    public async Task May_be_answered_otherwise_while_signing(int status, string format)
    {
        Registry.Faults.Add(IsAbsentTag, new StatusCodeFault(status));

        Assert.Empty((await new Engine().SignAsync(Image, Key, format)).Warnings);

        (await new Engine().VerifyAsync(Image, Key, request => request with { Formats = [format] })).MustBeTrusted();
    }

    [Fact]
    public async Task Leaves_a_verification_undecided_when_it_is_answered_otherwise()
    {
        Registry.Faults.Add(IsAbsentTag, new StatusCodeFault(403));

        (await new Engine().VerifyAsync(Image, Key)).MustBeUndecided(ErrorCodes.NotAllowed);
    }

    [Theory, InlineData(403), InlineData(400)]
    public async Task Is_not_overwritten_when_it_is_listed_and_only_cannot_be_read(int status)
    {
        await new Engine().SignAsync(Image, TestKeys.Shared(TestKeyAlgorithm.Rsa2048));
        var before = Registry.Content.GetTag("app", ListTag);
        var rule = Registry.Faults.Add(On.Get($"*/manifests/{ListTag}"), new StatusCodeFault(status));

        var signed = await new Engine().SignAsync(Image, Key);

        Registry.Faults.Remove(rule);
        Assert.Contains("other tools do not", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, Registry.Content.GetTag("app", ListTag));
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory, InlineData(400), InlineData(403), InlineData(409), InlineData(412)]
    public async Task Nor_may_be_made_leaves_a_signature_that_is_found_and_says_what_is_wrong(int status)
    {
        Registry.Faults.Add(On.Put($"*/manifests/{ListTag}"), new StatusCodeFault(status));

        var signed = await new Engine().SignAsync(Image, Key);

        Assert.Contains("other tools do not", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory, InlineData(400), InlineData(403), InlineData(409), InlineData(412), InlineData(405)]
    public async Task Nor_may_be_made_for_the_marker_is_done_without(int status)
    {
        Registry.Faults.Add(request => On.Put($"*/manifests/{ListTag}.*")(request), new StatusCodeFault(status));

        var signed = await new Engine(time: new HurriedTime()).SignAsync(Image, Key);

        Assert.Contains("does not take the tag", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task But_holds_something_else_is_left_alone_and_what_is_reported_is_found()
    {
        Registry.Content.PutImage("app", TestImages.Build(new TestImageOptions { Architecture = "arm64" }), ListTag);
        var before = Registry.Content.GetTag("app", ListTag);

        var signed = await new Engine().SignAsync(Image, Key);

        Assert.Contains(ErrorCodes.SharedTagConflict.Id, Assert.Single(signed.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, Registry.Content.GetTag("app", ListTag));
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task And_no_tag_can_be_pushed_is_a_failure_and_nothing_is_found()
    {
        Registry.Faults.Add(On.Put("*/manifests/*"), new StatusCodeFault(403));

        Assert.Equal(ErrorCodes.NotAllowed, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(Image, Key))).Code);

        (await new Engine().VerifyAsync(Image, Key)).MustNotBeTrusted("signatures", ErrorCodes.Unsigned);
    }

    [Theory, InlineData("<html>"), InlineData("""{"tags":7}"""), InlineData("status 406")]
    public async Task And_tags_that_cannot_be_read_are_settled_and_say_so(string list)
    {
        Registry.Faults.Add(On.Get("*/tags/list"), list == "status 406" ? new StatusCodeFault(406) : new RewriteBodyFault(_ => list));

        var signed = await new Engine(time: new HurriedTime()).SignAsync(Image, Key);

        Assert.Contains("list of tags cannot be read", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
        Assert.Equal(VerdictOutcome.Undecided, (await new Engine().VerifyAsync(Image,
            TestKeys.Shared(TestKeyAlgorithm.Rsa2048))).Verdict.Outcome);
    }

    /// <summary>True for a question for a tag of ours that the registry does not have.</summary>
    private bool IsAbsentTag(HttpRequest request) =>
        On.Get("*/manifests/sha256-*")(request) && Registry.Content.GetTag("app", request.Path.Value!.Split('/')[^1]) is null;
}
