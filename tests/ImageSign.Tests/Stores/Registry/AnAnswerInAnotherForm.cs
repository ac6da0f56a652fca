using System.Text;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>
/// What proxies and file stores do to answers says nothing about the image: it is read as the specifications allow, or the image is not
/// judged.
/// </summary>
public sealed class AnAnswerInAnotherForm : IAsyncLifetime
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

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/octet-stream")]
    [InlineData("binary/octet-stream")]
    [InlineData("Application/JSON; charset=UTF-8")]
    [InlineData("APPLICATION/VND.OCI.IMAGE.MANIFEST.V1+JSON")]
    [InlineData("application/vnd.oci.image.manifest.v1+json; charset=utf-8")]
    [InlineData("no type at all")]
    [InlineData(null)]
    public async Task Is_a_manifest_when_its_type_says_nothing_else(string? type)
    {
        Registry.Faults.Add(On.Get("*/manifests/*"), new WrongContentTypeFault(type));

        await new Engine().SignAsync(Image, Key);

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task Is_refused_when_its_type_contradicts_it()
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get("*/manifests/1"), new WrongContentTypeFault("application/vnd.oci.image.index.v1+json"));

        (await new Engine().VerifyAsync(Image, Key)).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
    }

    [Theory]
    [InlineData("*/manifests/1", "text/html")]
    [InlineData("*/manifests/1", "text/plain")]
    [InlineData("*/manifests/sha256:*", "text/html")]
    [InlineData("*/manifests/sha256:*", "text/plain")]
    [InlineData("*/referrers/*", "text/html")]
    [InlineData("*/referrers/*", "application/json")]
    [InlineData("*/referrers/*", "application/vnd.oci.image.index.v1+json")]
    public async Task That_is_the_page_of_a_portal_decides_nothing(string path, string type)
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get(path), Page(200, type));

        Assert.Equal(ErrorCodes.AnswerUnreadable, await UndecidedAsync());
    }

    [Theory, InlineData("{}"), InlineData("""{"schemaVersion":2,"manifests":{} }"""), InlineData("""{"schemaVersion":2,"config":{},"layers":[]}"""), InlineData("[]"), InlineData("")]
    public async Task That_is_no_list_of_referrers_decides_nothing(string body)
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get("*/referrers/*"), new RewriteBodyFault(_ => body));

        Assert.Equal(ErrorCodes.AnswerUnreadable, await UndecidedAsync());
    }

    [Theory, InlineData(200, "text/html"), InlineData(404, "text/html"), InlineData(400, "text/plain"), InlineData(403, "text/html"),
        InlineData(406, "text/html"), InlineData(501, "text/html")]
    public async Task To_the_question_for_referrers_leaves_the_tag_that_lists_them(int status, string type)
    {
        Registry.Reconfigure(options => options with { ReferrersApi = false });
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get("*/referrers/*"), Page(status, type));

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory, InlineData("application/json"), InlineData("text/plain"), InlineData(null)]
    public async Task To_the_question_for_referrers_may_be_a_list_of_no_type(string? type)
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get("*/referrers/*"), new WrongContentTypeFault(type));

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task That_lists_nothing_does_not_hide_what_the_tag_lists()
    {
        Registry.Reconfigure(options => options with { ReferrersApi = false });
        await new Engine().SignAsync(Image, Key);
        foreach (var tag in Registry.Content.Tags("app").Where(tag =>
            tag.Contains('.', StringComparison.Ordinal)).ToList()) Registry.Content.DeleteTag("app", tag);
        Registry.Faults.Add(On.Get("*/referrers/*"), new CustomFault(async context =>
        {
            context.Response.ContentType = "application/vnd.oci.image.index.v1+json";
            await context.Response.WriteAsync("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""");
            return true;
        }));

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Theory]
    [InlineData("*/manifests/*", "gzip")]
    [InlineData("*/manifests/*", "x-gzip")]
    [InlineData("*/manifests/*", "deflate")]
    [InlineData("*/manifests/*", "raw deflate")]
    [InlineData("*/manifests/*", "br")]
    [InlineData("*/manifests/*", "gzip, br")]
    [InlineData("*/manifests/*", "identity")]
    [InlineData("*/blobs/*", "gzip")]
    [InlineData("*/referrers/*", "gzip")]
    [InlineData("*/tags/list", "gzip")]
    public async Task Is_read_through_a_content_coding_that_nobody_asked_for(string path, string coding)
    {
        Registry.Faults.Add(On.Get(path), new CodedFault(coding));
        await new Engine().SignAsync(Image, Key, "cosign");
        await new Engine().SignAsync(Image, Key);

        foreach (var format in (string[])["sigstore", "cosign"]) (await new Engine().VerifyAsync(Image, Key, request =>
            request with { Formats = [format] })).MustBeTrusted();
    }

    [Theory, InlineData("zstd"), InlineData("aes128gcm"), InlineData("broken gzip"), InlineData("gzip, gzip, gzip")]
    public async Task In_a_content_coding_that_cannot_be_undone_decides_nothing(string coding)
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get("*/manifests/1"), new CodedFault(coding));

        Assert.Equal(ErrorCodes.AnswerUnreadable, await UndecidedAsync());
    }

    [Fact]
    public async Task Is_not_expanded_beyond_the_limit()
    {
        Registry.Faults.Add(On.Get("*/manifests/1"), new CodedFault("gzip", _ => new byte[64 * 1024 * 1024]));

        Assert.Equal(ErrorCodes.OverLimit, await UndecidedAsync());
    }

    [Theory, InlineData("sha512", 128), InlineData("blake3", 64)]
    public async Task That_lists_a_digest_of_another_algorithm_hides_no_signature(string algorithm, int length)
    {
        var other = $$"""{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{{algorithm}}:{{new string('a', length)}}","size":2},""";
        await new Engine().SignAsync(Image, Key);
        Registry.Faults.Add(On.Get("*/referrers/*"), new RewriteBodyFault(list =>
            list.Replace("\"manifests\":[", $"\"manifests\":[{other}", StringComparison.Ordinal)));

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
        (await new Engine().VerifyAsync(Image, TestKeys.Shared(TestKeyAlgorithm.Rsa2048))).MustBeUndecided(ErrorCodes.DigestAlgorithm);
    }

    [Theory, InlineData("config"), InlineData("layers"), InlineData("subject")]
    public async Task With_a_digest_of_another_algorithm_is_not_called_malformed(string member)
    {
        var descriptor = $$"""{"mediaType":"application/x","digest":"sha512:{{new string('a', 128)}}","size":2}""";
        var manifest = $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}",
             "config":{{(member == "config" ? descriptor
                 : descriptor.Replace($"sha512:{new string('a', 128)}", $"sha256:{new string('a', 64)}", StringComparison.Ordinal))}},
             "layers":[{{(member == "layers" ? descriptor : "")}}]{{(member == "subject" ? $",\"subject\":{descriptor}" : "")}} }
            """;
        Registry.Content.PutManifest("app", "1", Encoding.UTF8.GetBytes(manifest), MediaTypes.OciManifest);

        Assert.Equal(ErrorCodes.DigestAlgorithm, await UndecidedAsync());
    }

    /// <summary>The code of a verification that decided nothing.</summary>
    private async Task<ErrorCode?> UndecidedAsync()
    {
        try
        {
            var verdict = (await new Engine().VerifyAsync(Image, Key)).Verdict;
            Assert.True(verdict.Outcome == VerdictOutcome.Undecided, verdict.Explain());
            return verdict.Root.Code;
        }
        catch (ImageSignException e)
        {
            Assert.True(e.Code.Undecided, e.Message);
            return e.Code;
        }
    }

    private static CustomFault Page(int status, string type) => new(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync("<html><body>Please sign in to the portal.</body></html>");
        return true;
    });
}
