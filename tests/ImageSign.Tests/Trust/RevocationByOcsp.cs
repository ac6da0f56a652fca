using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Trust;
using ImageSign.Trust.Revocation;

namespace ImageSign.Tests.Trust;

public sealed class RevocationByOcsp : IDisposable
{
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    private readonly TempDirectory _cache = new();
    private readonly RevocationAuthority _authority = new(ocsp: [RevocationAuthority.OcspUrl]);

    [Fact]
    public async Task A_good_answer_is_good() => Assert.Equal(RevocationStatus.Good, (await AskAsync()).Status);

    [Fact]
    public async Task A_revoked_certificate_is_revoked_unless_it_was_good_when_it_signed()
    {
        _authority.Responder = new OcspResponder(_authority.Root, _authority.Key) { Revoked = ["1122"], InvalidityDate = DateTimeOffset.UtcNow.AddDays(-5) };
        Assert.Equal(RevocationStatus.Revoked, (await AskAsync()).Status);
        Assert.Equal(RevocationStatus.Revoked, (await AskAsync(DateTimeOffset.UtcNow.AddDays(-4))).Status);
        Assert.Equal(RevocationStatus.Good, (await AskAsync(DateTimeOffset.UtcNow.AddDays(-6))).Status);
    }

    [Fact]
    public async Task An_unknown_certificate_stale_and_future_answers_say_nothing()
    {
        _authority.Responder = new OcspResponder(_authority.Root, _authority.Key) { Good = [] };
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync()).Status);
        _authority.Responder = new OcspResponder(_authority.Root, _authority.Key) { Age = TimeSpan.FromHours(2), Validity = TimeSpan.FromHours(1) };
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync()).Status);
        _authority.Responder = new OcspResponder(_authority.Root, _authority.Key) { Age = TimeSpan.FromHours(-1) };
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync()).Status);
    }

    [Theory, InlineData(OcspSigning, RevocationStatus.Good), InlineData("1.3.6.1.5.5.7.3.3", RevocationStatus.Unknown)]
    public async Task A_delegate_answers_only_with_the_right_to(string usage, RevocationStatus expected)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = _authority.Issue("CN=responder,O=test,C=NL", [0x33], [], [], key, usage);
        _authority.Responder = new OcspResponder(_authority.Root, key) { Delegate = certificate };
        Assert.Equal(expected, (await AskAsync()).Status);
    }

    [Fact]
    public async Task An_answer_signed_by_somebody_else_says_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _authority.Responder = new OcspResponder(_authority.Root, key);
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync()).Status);
        var other = new RevocationAuthority();
        _authority.Responder = new OcspResponder(_authority.Root, other.Key) { Delegate = X509CertificateLoader.LoadCertificate(other.Issue("CN=responder", [0x34], [], [], other.Key, OcspSigning).RawData) };
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync()).Status);
    }

    [Fact]
    public async Task Garbage_and_floods_say_nothing()
    {
        var authority = new RevocationAuthority(ocsp: ["http://authority.test/garbage", "http://authority.test/flood"]);
        authority.Files["http://authority.test/garbage"] = [0x30, 0x80];
        authority.Files["http://authority.test/flood"] = new byte[ImageSign.Oci.Limits.MaxOcspResponseBytes + 1];
        var finding = await AskAsync(authority);
        Assert.Equal(RevocationStatus.Unknown, finding.Status);
        Assert.Equal(2, authority.Requests.Count);
    }

    [Fact]
    public async Task Only_http_is_asked()
    {
        var authority = new RevocationAuthority(ocsp: ["https://authority.test/ocsp"], crl: ["ldap://authority.test/crl"]);
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync(authority)).Status);
        Assert.Empty(authority.Requests);
    }

    [Fact]
    public async Task A_certificate_that_names_nobody_is_not_asked_for() => Assert.Equal(RevocationStatus.Good, (await AskAsync(new RevocationAuthority())).Status);

    public void Dispose() => _cache.Dispose();

    private Task<RevocationFinding> AskAsync(DateTimeOffset? signed = null) => AskAsync(_authority, signed);

    private async Task<RevocationFinding> AskAsync(RevocationAuthority authority, DateTimeOffset? signed = null)
    {
        using var http = new TrustHttp(() => authority);
        var result = await new RevocationChecker(http, new CrlCache(_cache.Path)).CheckAsync(authority.Chain, DateTimeOffset.UtcNow, signed, TestContext.Current.CancellationToken);
        return Assert.Single(result.Findings);
    }
}
