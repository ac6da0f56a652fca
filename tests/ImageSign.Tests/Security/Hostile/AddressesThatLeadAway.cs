using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A registry whose redirects, upload locations and next pages lead elsewhere; that no credentials go there is rule 6.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class AddressesThatLeadAway
{
    private static readonly string?[] Nowhere =
        [null, "", "ftp://localhost/x", "file:///etc/passwd", "javascript:alert(1)", "http://[", "http://localhost:0/x", "http://localhost:1/x", "//", "http://", "\\\\host\\share", "http://user:password@localhost:1/x", "https://localhost:99999/"];

    private static readonly Dictionary<string, Situation> Table = new(StringComparer.Ordinal)
    {
        ["redirects without end"] = new Situation(On.Any, new RedirectLoopFault()) { MaxRequests = 6 }.Both(ErrorCodes.RegistryError),
        ["redirects of writes"] = new(request => request.Method is "PUT" or "POST", new RedirectFault(new Uri("http://localhost:1/"))) { Sign = Answer.Cannot(ErrorCodes.RegistryError) },
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    public static TheoryData<string> Addresses => [.. Nowhere.Select(address => address ?? "none")];

    [Theory, MemberData(nameof(Rows))]
    public Task Are_not_followed(string row) => HostileSite.EndureAsync(Table[row]);

    [Theory, MemberData(nameof(Addresses))]
    public async Task Of_an_upload_are_an_error_with_a_code(string address)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        attack.Registry.Reconfigure(options => options with { Mount = false, SinglePostUpload = false });
        attack.Registry.Faults.Add(On.Post("*/blobs/uploads/*"), new RewriteHeaderFault("Location", _ => address == "none" ? null : address));

        MustBeOfTheRegistry(await Assert.ThrowsAsync<ImageSignException>(() => new Engine(time: new HurriedTime()).SignAsync(attack.At("1"), Attack.Key)));
    }

    [Theory, MemberData(nameof(Addresses))]
    public async Task Of_a_redirect_are_an_error_with_a_code(string address)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        attack.Registry.Faults.Add(On.Get("*/manifests/1"), new RedirectFault(_ => address == "none" ? "" : address));

        MustBeOfTheRegistry(await Assert.ThrowsAsync<ImageSignException>(() => new Engine(time: new HurriedTime()).VerifyAsync(attack.At("1"), Attack.Key)));
    }

    public static TheoryData<string> Doors => ["a redirect", "an upload location", "a next page"];

    /// <summary>What is asked over https is neither asked nor sent in the clear because the registry says so.</summary>
    [Theory, MemberData(nameof(Doors))]
    public async Task From_https_to_http_are_not_followed(string door)
    {
        using var directory = new TemporaryDirectory();
        await using var clear = await TestRegistry.StartAsync();
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Https = true, Mount = false, SinglePostUpload = false });
        foreach (var place in (TestRegistry[])[clear, registry]) place.Content.PutImage("app", TestImages.Build(), "1");
        var engine = new Engine(new RegistryOptions { CertificateAuthorityFile = directory.Write("ca.pem", registry.CaPem!) });
        string Clear(HttpRequest request) => $"{clear.Url.GetLeftPart(UriPartial.Authority)}{request.Path}";
        registry.Faults.Add(
            door == "a redirect" ? On.Get("*/manifests/1") : door == "an upload location" ? On.Post("*/uploads/*") : On.Get("*/referrers/*"),
            door == "a redirect" ? new RedirectFault(Clear)
            : door == "an upload location" ? new RewriteHeaderFault("Location", _ => $"{clear.Url}v2/app/blobs/uploads/1")
            : new RewriteHeaderFault("Link", _ => $"<{clear.Url}v2/app/referrers/x>; rel=\"next\""));

        if (door == "an upload location") Assert.Equal(ErrorCodes.InsecureAddress,
            (await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(registry.Reference("app", "1"), Attack.Key))).Code);
        else Assert.Equal(Answer.Cannot(door == "a redirect" ? ErrorCodes.InsecureAddress : ErrorCodes.RegistryError),
            await Answer.OfAsync(engine.VerifyAsync(registry.Reference("app", "1"), Attack.Key)));

        Assert.Empty(clear.Requests.All);
    }

    private static void MustBeOfTheRegistry(ImageSignException failure) => Assert.Contains(failure.Code, (ErrorCode[])[ErrorCodes.RegistryError, ErrorCodes.RegistryUnreachable, ErrorCodes.PlainHttpRefused]);
}
