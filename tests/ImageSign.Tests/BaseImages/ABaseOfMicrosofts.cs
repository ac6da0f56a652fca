using System.Net;
using ImageSign.Trust;

namespace ImageSign.Tests.BaseImages;

/// <summary>The built-in policy at the gate, with a chain of our own in the shape of Microsoft's. Real bytes of Microsoft's are not here.</summary>
public sealed class ABaseOfMicrosofts
{
    private const string ListUrl = "http://authority.test/products.crl";

    [Fact]
    public async Task Is_trusted_without_a_word_in_the_project()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync();
        Assert.Null(await registry.JudgeAsync());
    }

    [Fact]
    public async Task Is_trusted_when_the_signers_certificate_has_expired_since()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync();
        registry.Time.Advance(TimeSpan.FromDays(60));
        Assert.Null(await registry.JudgeAsync());
    }

    [Fact]
    public async Task Signed_without_a_timestamp_is_refused_even_while_the_certificate_is_valid()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync(change: request => request with { TimestampUrl = null, TimestampRootFile = null });
        await ShouldBeRefusedAsync(registry, ErrorCodes.BaseImageNotTrusted);
    }

    [Fact]
    public async Task Stamped_after_the_certificate_had_expired_is_refused()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        registry.Timestamps.Time = DateTimeOffset.UtcNow.AddDays(31);
        await registry.SignAsync();
        registry.Time.Advance(TimeSpan.FromDays(60));
        await ShouldBeRefusedAsync(registry, ErrorCodes.BaseImageNotTrusted);
    }

    [Fact]
    public async Task Signed_by_the_same_names_under_another_root_is_refused()
    {
        using var impostor = MicrosoftsRegistry.NewSigner(MicrosoftsRegistry.Leaf);
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync(impostor);
        await ShouldBeRefusedAsync(registry, ErrorCodes.BaseImageNotTrusted);
    }

    [Theory]
    [InlineData("CN=Microsoft SCD Products RSA Signing 2,O=Microsoft Corporation,L=Redmond,S=Washington,C=US")]
    [InlineData("CN=Microsoft SCD Products RSA Signing,O=Microsoft Corporation,S=Washington,C=US")]
    [InlineData("CN=Microsoft SCD Products RSA Signing,O=Microsoft Corporation,L=Redmond,S=Washington,C=UK")]
    public async Task Signed_by_another_name_under_the_same_root_is_refused(string subject)
    {
        using var other = MicrosoftsRegistry.NewSigner(subject);
        await using var registry = await MicrosoftsRegistry.StartAsync(other);
        await registry.SignAsync(other);
        await ShouldBeRefusedAsync(registry, ErrorCodes.BaseImageNotTrusted);
    }

    [Fact]
    public async Task Whose_index_only_is_signed_is_refused()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync(change: request => request with { Recursive = false });
        await ShouldBeRefusedAsync(registry, ErrorCodes.BasePlatformUnsigned);
    }

    [Fact]
    public async Task Without_a_signature_is_refused()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await ShouldBeRefusedAsync(registry, ErrorCodes.BaseImageUnsigned);
    }

    [Fact]
    public async Task At_a_mirror_is_trusted_under_the_name_that_it_was_copied_from_only()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync();
        var mirror = registry.Mirror("mirrored/runtime");
        Assert.Null(await registry.JudgeAsync(request => request with { Scope = "mcr.microsoft.com/dotnet/runtime" }, mirror));
        Assert.Equal(ErrorCodes.BaseImageNotTrusted, (await registry.JudgeAsync(request => request with { Scope = "mcr.microsoft.com/dotnet/samples" }, mirror))?.Code);
        Assert.Equal(ErrorCodes.NoKey, (await Assert.ThrowsAsync<ImageSignException>(() => registry.JudgeAsync(image: mirror))).Code);
    }

    [Theory, InlineData(59, true), InlineData(61, false)]
    public async Task Is_as_old_as_its_timestamp_says(int days, bool passes)
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync();
        registry.Time.Advance(TimeSpan.FromDays(days));
        var refusal = await registry.JudgeAsync(request => request with { MaxAge = TimeSpan.FromDays(60) });
        Assert.Equal(passes ? null : ErrorCodes.BaseImageTooOld, refusal?.Code);
    }

    [Fact]
    public async Task Is_as_old_as_the_newest_of_its_signatures()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync();
        registry.Time.Advance(TimeSpan.FromDays(20));
        registry.Timestamps.Time = registry.Time.GetUtcNow();
        await registry.SignAsync();
        Assert.Null(await registry.JudgeAsync(request => request with { MaxAge = TimeSpan.FromDays(10) }));
    }

    [Theory]
    [InlineData("good", null, true)]
    [InlineData("good", VerificationAction.Enforce, true)]
    [InlineData("revoked", null, true)] // the built-in policy logs revocation: its users build offline as well
    [InlineData("revoked", VerificationAction.Enforce, false)]
    [InlineData("silent", null, true)]
    [InlineData("silent", VerificationAction.Enforce, false)]
    [InlineData("silent", VerificationAction.Skip, true)]
    public async Task Is_asked_for_revocation_where_the_project_requires_it(string answer, VerificationAction? revocation, bool passes)
    {
        using var signer = MicrosoftsRegistry.NewSigner(MicrosoftsRegistry.Leaf, revocationLists: ListUrl);
        using var authority = new RevocationList(answer switch
        {
            "good" => signer.Issuer.RevocationList(),
            "revoked" => signer.Issuer.RevocationList(signer.Certificate),
            _ => null,
        });
        await using var registry = await MicrosoftsRegistry.StartAsync(signer, authority);
        await registry.SignAsync(signer);
        var refusal = await registry.JudgeAsync(request => request with { Revocation = revocation });
        Assert.Equal(passes ? null : ErrorCodes.BaseImageNotTrusted, refusal?.Code);
    }

    [Fact]
    public async Task Costs_few_requests()
    {
        await using var registry = await MicrosoftsRegistry.StartAsync();
        await registry.SignAsync();
        registry.Requests.Clear();
        Assert.Null(await registry.JudgeAsync());
        // The index, the platform's manifest, its configuration; then for each of the two the manifest, its referrers, the signature's manifest (and its envelope).
        Assert.True(registry.Requests.All.Count <= 3 + 4 + 4, registry.Requests.ToString());
    }

    private static async Task ShouldBeRefusedAsync(MicrosoftsRegistry registry, ErrorCode code) => Assert.Equal(code, (await registry.JudgeAsync())?.Code);

    private sealed class RevocationList(byte[]? list) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri!.AbsoluteUri != ListUrl
            ? base.SendAsync(request, cancellationToken)
            : Task.FromResult(list is null ? new HttpResponseMessage(HttpStatusCode.NotFound) : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(list) });
    }
}
