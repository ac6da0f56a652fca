using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Notary;

public sealed class SigningWithACertificate
{
    public static MatrixTheoryData<string, string> KeysAndFormats { get; } = new(["rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521"], ["notary-jws", "notary-cose"]);

    [Theory, MemberData(nameof(KeysAndFormats))]
    public async Task What_was_signed_verifies_at_strict(string key, string format)
    {
        using var signer = new NotarySigner();
        var signed = await signer.SignAsync(key, format);
        Assert.Equal(format, Assert.Single(Assert.Single(signed.Subjects).Signatures).Format);
        var result = await signer.VerifyAsync();
        Assert.Equal(VerdictOutcome.Trusted, result.Verdict.Outcome);
        Assert.Equal(format, result.Verdict.Root.FactOf("format"));
    }

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task Annotations_are_user_metadata(string format)
    {
        using var signer = new NotarySigner();
        await signer.SignAsync("p256", format, request => request with { Annotations = new Dictionary<string, string> { ["build"] = "<42> & žluť" } });
        Assert.Equal(VerdictOutcome.Trusted, (await Asking("<42> & žluť")).Verdict.Outcome);
        Assert.Equal(VerdictOutcome.NotTrusted, (await Asking("43")).Verdict.Outcome);

        Task<VerifyResult> Asking(string value) => signer.VerifyAsync("audit", request => request with { Annotations = new Dictionary<string, string> { ["build"] = value } });
    }

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task An_expired_signature_fails_at_strict_and_is_shown_at_audit(string format)
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        using var signer = new NotarySigner(time);
        await signer.SignAsync("p256", format, request => request with { ExpiresIn = TimeSpan.FromHours(1) });
        Assert.Equal(VerdictOutcome.Trusted, (await signer.VerifyAsync()).Verdict.Outcome);
        time.Advance(TimeSpan.FromHours(2));
        var strict = await signer.VerifyAsync();
        Assert.Equal((VerdictOutcome.NotTrusted, ErrorCodes.Expired), (strict.Verdict.Outcome, strict.Verdict.Root.Code));
        var audit = await signer.VerifyAsync("audit");
        Assert.Equal(VerdictOutcome.Trusted, audit.Verdict.Outcome);
        Assert.Contains(audit.Verdict.Root.Flatten(), check => check is { Id: CheckIds.ClaimsExpiry, Outcome: CheckOutcome.Fail, Advisory: true });
    }

    [Fact]
    public async Task Nothing_is_added_when_a_valid_signature_is_there_already()
    {
        using var signer = new NotarySigner();
        await signer.SignAsync("p256", "notary-jws");
        var again = await signer.SignAsync("p256", "notary-jws", request => request with { IfMissing = true });
        Assert.Empty(Assert.Single(again.Subjects).Signatures);
        var other = await signer.SignAsync("p384", "notary-jws", request => request with { IfMissing = true });
        Assert.Single(Assert.Single(other.Subjects).Signatures);
    }

    [Fact]
    public async Task An_index_and_its_images_are_signed()
    {
        await using var registry = await TestRegistry.StartAsync();
        var index = TestImages.MultiArch();
        registry.Content.PutImage("app", index, "1");
        using var engine = new NotaryEngine();
        var image = ImageReference.Parse(registry.Reference("app", "1"));
        var signed = await engine.SignAsync(NotarySigner.SignRequest(image, "p256", "notary-cose"));
        Assert.Equal(3, signed.Subjects.Count);
        var result = await engine.VerifyAsync(NotarySigner.VerifyRequest(image, "strict") with { Scope = null, Recursive = true, Binding = ImageSign.Formats.ReferenceBinding.Tag });
        Assert.Equal(VerdictOutcome.Trusted, result.Verdict.Outcome);
        Assert.Equal(image.TaggedName, result.Verdict.Root.FactOf("claimed-reference"));
    }

    [Fact]
    public async Task A_key_without_certificates_is_refused_before_any_request()
    {
        await using var registry = await TestRegistry.StartAsync();
        using var engine = new NotaryEngine();
        var request = NotarySigner.SignRequest(ImageReference.Parse(registry.Reference("app", "1")), "p256", "notary-jws");
        var e = await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(request with { CertificateChainFile = null }));
        Assert.Equal(ErrorCodes.CertificateChainNeeded, e.Code);
        e = await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(request with { CertificateChainFile = Path.Combine(NotationVectors.Folder, "pki", "p384", "chain.pem") }));
        Assert.Equal(ErrorCodes.KeyNotOfCertificate, e.Code);
        e = await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(request with { Formats = ["sigstore"] }));
        Assert.Equal(ErrorCodes.NotSupportedHere, e.Code);
        Assert.Empty(registry.Requests.All);
    }

    [Theory, InlineData("first", 10, 5), InlineData("api", 7, 4)]
    public async Task It_takes_few_requests(string kind, int sign, int verify)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = kind == "api" });
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        using var engine = new NotaryEngine();
        var image = ImageReference.Parse(registry.Reference("app", "1"));
        await engine.SignAsync(NotarySigner.SignRequest(image, "p256", "notary-jws"));
        Assert.True(registry.Requests.All.Count <= sign, registry.Requests.ToString());
        registry.Requests.Clear();
        Assert.Equal(VerdictOutcome.Trusted, (await engine.VerifyAsync(NotarySigner.VerifyRequest(image, "strict") with { Scope = null })).Verdict.Outcome);
        Assert.True(registry.Requests.All.Count <= verify, registry.Requests.ToString());
    }
}
