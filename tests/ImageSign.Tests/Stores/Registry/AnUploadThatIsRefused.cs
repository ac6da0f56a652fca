using System.Globalization;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>
/// What saves requests has a way back: whatever a registry refuses that it need not offer, the blob arrives in the plain way.
/// </summary>
public sealed class AnUploadThatIsRefused : IAsyncLifetime
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private TestRegistry? _registry;

    private TestRegistry Registry => _registry!;

    private string Image => Registry.Reference("app", "1");

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("app", TestImages.Build(), "1");
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    public static TheoryData<string> Refusals =>
        ["400", "404", "405", "409", "411", "413", "415", "416", "422", "429", "500", "501", "503", "dropped connection"];

    [Theory, MemberData(nameof(Refusals))]
    public async Task In_one_request_is_made_in_a_session(string refusal)
    {
        var rule = Registry.Faults.Add(request => On.Post("*/blobs/uploads/")(request) && request.ContentLength > 0, FaultOf(refusal));

        await SignedIsFoundAsync();

        Assert.InRange(rule.Hits, 2, refusal == "dropped connection" ? 10 : 2);
    }

    [Theory, MemberData(nameof(Refusals))]
    public async Task With_parameters_is_made_without(string refusal)
    {
        Registry.Faults.Add(request => On.Post("*/blobs/uploads/")(request) && request.QueryString.HasValue, FaultOf(refusal));

        await SignedIsFoundAsync();
    }

    [Theory, MemberData(nameof(Refusals)), InlineData("401"), InlineData("403"), InlineData("202")]
    public async Task As_a_mount_is_sent_instead(string refusal)
    {
        await new Engine().SignAsync(Image, Key);
        if (refusal == "202") Registry.Reconfigure(options => options with { Mount = false });
        else Registry.Faults.Add(request => request.Query["from"] == "app", FaultOf(refusal));

        await CopyAsync("there/app");

        (await new Engine().VerifyAsync(Registry.Reference("there/app", "1"), Key)).MustBeTrusted();
    }

    [Theory, InlineData(400), InlineData(405), InlineData(411), InlineData(413), InlineData(415), InlineData(501)]
    public async Task With_PUT_is_made_with_PATCH(int status)
    {
        Registry.Reconfigure(options => options with { SinglePostUpload = false });
        Registry.Faults.Add(request => On.Put("*/blobs/uploads/*")(request) && request.ContentLength > 0, new StatusCodeFault(status));

        await SignedIsFoundAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task With_PATCH_for_its_range_is_made_otherwise(bool wantsRange)
    {
        Registry.Reconfigure(options => options with { SinglePostUpload = false });
        Registry.Faults.Add(request => On.Put("*/blobs/uploads/*")(request) && request.ContentLength > 0, new StatusCodeFault(405));
        Registry.Faults.Add(request => request.Method == "PATCH"
            && request.Headers.ContentRange.Count > 0 != wantsRange, new StatusCodeFault(416));

        await SignedIsFoundAsync();
    }

    [Fact]
    public async Task In_every_way_is_a_failure_and_no_signature_is_left()
    {
        Registry.Faults.Add(request => request.Method != "GET" && On.Path("*/blobs/uploads/*")(request), new StatusCodeFault(405));

        Assert.Equal(ErrorCodes.RegistryError, (await Assert.ThrowsAsync<ImageSignException>(() =>
            new Engine().SignAsync(Image, Key))).Code);

        (await new Engine().VerifyAsync(Image, Key)).MustNotBeTrusted("signatures", ErrorCodes.Unsigned);
    }

    [Fact]
    public async Task To_an_account_is_not_tried_again_in_another_way()
    {
        Registry.Faults.Add(On.Post("*/blobs/uploads/"), new StatusCodeFault(403));

        Assert.Equal(ErrorCodes.NotAllowed, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(Image, Key))).Code);
        Assert.Equal(1, Registry.Requests.Count("POST", "*/blobs/uploads/"));
    }

    private async Task SignedIsFoundAsync()
    {
        await new Engine().SignAsync(Image, Key);
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    private Task<CopyResult> CopyAsync(string repository) => new ImageCopier(new Engine().Options).CopyAsync(
        new CopyRequest(ImageReference.Parse(Image), ImageReference.Parse(Registry.Reference(repository, "1"))),
            TestContext.Current.CancellationToken);

    private static IFault FaultOf(string refusal) => refusal == "dropped connection"
        ? new DropConnectionFault()
        : new StatusCodeFault(int.Parse(refusal, CultureInfo.InvariantCulture), refusal is "429" or "503" ? TimeSpan.Zero : null);
}
