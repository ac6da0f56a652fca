using ImageSign.Keys;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>Whom the base must be signed by: a key, or a trust policy with its stores, its scopes, its age and its revocation.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class TheSignerOfTheBaseImage
{
    private static readonly TestImageOptions Options = new() { Env = ["BASE=1"] };
    private static readonly TestImage Base = TestImages.MultiArch(Options);
    private static readonly TestImage Built = TestImages.MultiArch(BasePublish.On(Options));

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Holds_one_of_the_keys(string format)
    {
        await using var publish = await StartAsync();
        publish.Publish.Properties["ImageSignBaseImageKey"] = $"signing.pub;{TestKeys.Generate(TestKeyAlgorithm.EcdsaP384).Write(publish.Publish.PathOf("other")).PublicKey}";
        await publish.SignBaseAsync(request => request with { Formats = [format] });
        await publish.ShouldBuildAsync();
    }

    [Fact]
    public async Task Holds_none_of_the_keys()
    {
        await using var publish = await StartAsync();
        var (privateKey, _) = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256).Write(publish.Publish.PathOf("other"));
        await publish.SignBaseAsync(request => request with { Key = new KeyReference(KeyScheme.File, privateKey) });
        publish.ShouldRefuse("IMGSIGN7010");
    }

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task Is_trusted_by_a_policy(string format)
    {
        using var signer = CertifiedSigner.Create();
        await using var publish = await StartAsync(signer, signer.WritePolicy("*"));
        await publish.SignBaseAsync(request => With(signer, request, format));
        publish.ShouldRefuse("IMGSIGN7010"); // the policy names a tsa store, so that a timestamp is needed
        publish.Publish.Properties["ImageSignBaseImagePolicy"] = signer.WritePolicy("*", stores: "\"ca:own\"");
        await publish.ShouldBuildAsync();
    }

    [Fact]
    public async Task Is_not_trusted_by_another_authority()
    {
        using var signer = CertifiedSigner.Create();
        using var other = CertifiedSigner.Create();
        await using var publish = await StartAsync(other, other.WritePolicy("*", stores: "\"ca:own\""));
        await publish.SignBaseAsync(request => With(signer, request));
        publish.ShouldRefuse("IMGSIGN7010");
    }

    [Fact]
    public async Task Is_not_trusted_where_the_policy_is_not_evaluated()
    {
        using var signer = CertifiedSigner.Create();
        await using var publish = await StartAsync(signer);
        publish.Publish.Properties["ImageSignBaseImagePolicy"] = signer.WritePolicy(publish.Base.Name, level: "skip");
        await publish.SignBaseAsync(request => With(signer, request));
        publish.ShouldRefuse("IMGSIGN7040");
    }

    [Fact]
    public async Task Is_known_to_the_policy_by_the_name_that_a_mirror_copies_from()
    {
        using var signer = CertifiedSigner.Create();
        await using var publish = await StartAsync(signer, signer.WritePolicy("images.example.com/dotnet/runtime", stores: "\"ca:own\""));
        await publish.SignBaseAsync(request => With(signer, request));

        publish.ShouldRefuse("IMGSIGN7010");
        publish.Publish.Properties["ImageSignBaseImageScope"] = "images.example.com/dotnet/aspnet";
        publish.ShouldRefuse("IMGSIGN7010");
        publish.Publish.Properties["ImageSignBaseImageScope"] = "not a scope";
        publish.ShouldRefuse("IMGSIGN1001");
        publish.Publish.Properties["ImageSignBaseImageScope"] = "images.example.com/dotnet/runtime";
        await publish.ShouldBuildAsync();
    }

    [Theory]
    [InlineData("2d", 1, true)]
    [InlineData("2d", 3, false)]
    [InlineData("2d", null, false)]
    public async Task Signed_it_not_too_long_ago(string maxAge, int? daysAgo, bool passes)
    {
        using var signer = CertifiedSigner.Create(new TestCertificateOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-10) });
        await using var authority = await TimestampAuthority.StartAsync();
        authority.Time = daysAgo is { } days ? DateTimeOffset.UtcNow.AddDays(-days) : null;
        await using var publish = await StartAsync(signer, signer.WritePolicy("*", stores: daysAgo is null ? "\"ca:own\"" : "\"ca:own\", \"tsa:own\""));
        publish.Publish.Properties["ImageSignBaseImageMaxAge"] = maxAge;
        await publish.SignBaseAsync(request => Stamped(authority, With(signer, request)));
        if (passes) await publish.ShouldBuildAsync();
        else publish.ShouldRefuse("IMGSIGN7015");
    }

    [Theory]
    [InlineData("", "unreachable", "IMGSIGN7010")]
    [InlineData("require", "unreachable", "IMGSIGN7010")]
    [InlineData("log", "unreachable", null)]
    [InlineData("skip", "unreachable", null)]
    public async Task Is_asked_for_revocation_as_the_project_says(string word, string list, string? code)
    {
        using var signer = CertifiedSigner.Create(new TestCertificateOptions { RevocationLists = [$"http://127.0.0.1:1/{list}.crl"] });
        await using var publish = await StartAsync(signer, signer.WritePolicy("*", stores: "\"ca:own\""));
        publish.Publish.Properties["ImageSignBaseImageRevocation"] = word;
        await publish.SignBaseAsync(request => With(signer, request));
        if (code is null) await publish.ShouldBuildAsync();
        else publish.ShouldRefuse(code);
    }

    private static async Task<BasePublish> StartAsync(CertifiedSigner? signer = null, string? policy = null)
    {
        var publish = await BasePublish.StartAsync(Base, Built);
        if (signer is null) return publish;
        publish.Publish.Properties["ImageSignBaseImageKey"] = "";
        publish.Publish.Properties["ImageSignBaseImagePolicy"] = policy ?? "";
        publish.Publish.Properties["ImageSignBaseImageTrustStore"] = signer.TrustStore;
        return publish;
    }

    private static SignRequest With(CertifiedSigner signer, SignRequest request, string format = "notary-cose") =>
        request with { Key = new KeyReference(KeyScheme.File, signer.KeyFile), CertificateChainFile = signer.ChainFile, Formats = [format] };

    private static SignRequest Stamped(TimestampAuthority authority, SignRequest request) =>
        request with { TimestampUrl = authority.Url, TimestampRootFile = TimestampAuthority.RootFile };
}
