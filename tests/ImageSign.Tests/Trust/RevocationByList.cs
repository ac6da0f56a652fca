using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing.Files;
using ImageSign.Trust;
using ImageSign.Trust.Revocation;

namespace ImageSign.Tests.Trust;

public sealed class RevocationByList : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RevocationAuthority _authority = new(crl: [RevocationAuthority.CrlUrl]);

    private string Cache => _directory.File("crl");

    [Fact]
    public async Task A_certificate_that_is_not_listed_is_good_and_the_list_is_kept()
    {
        _authority.Files[RevocationAuthority.CrlUrl] = _authority.List();
        Assert.Equal(RevocationStatus.Good, (await AskAsync()).Status);
        Assert.Single(Directory.GetFiles(Cache));
        _authority.Files.Clear();
        Assert.Equal(RevocationStatus.Good, (await AskAsync()).Status);
        Assert.Single(_authority.Requests);
    }

    [Theory, InlineData(X509RevocationReason.KeyCompromise), InlineData(X509RevocationReason.CertificateHold)]
    public async Task A_listed_certificate_is_revoked(X509RevocationReason reason)
    {
        _authority.Files[RevocationAuthority.CrlUrl] = _authority.List(reason);
        Assert.Equal(RevocationStatus.Revoked, (await AskAsync()).Status);
    }

    [Fact]
    public async Task A_list_that_is_not_valid_is_neither_believed_nor_kept()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var list in (byte[][])[_authority.List(key: other), _authority.List(validity: TimeSpan.FromHours(-1)), [0x30, 0x03, 0x02, 0x01, 0x00], []])
        {
            _authority.Files[RevocationAuthority.CrlUrl] = list;
            Assert.Equal(RevocationStatus.Unknown, (await AskAsync()).Status);
            Assert.False(Directory.Exists(Cache));
        }
    }

    [Fact]
    public async Task A_poisoned_cache_is_not_believed()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _authority.Files[RevocationAuthority.CrlUrl] = _authority.List(X509RevocationReason.KeyCompromise);
        await AskAsync();
        var file = Assert.Single(Directory.GetFiles(Cache));
        await File.WriteAllTextAsync(file, $$"""{"baseCRL":"{{Convert.ToBase64String(_authority.List(key: other))}}"}""", TestContext.Current.CancellationToken);
        Assert.Equal(RevocationStatus.Revoked, (await AskAsync()).Status);
        await File.WriteAllTextAsync(file, "{", TestContext.Current.CancellationToken);
        Assert.Equal(RevocationStatus.Revoked, (await AskAsync()).Status);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_a_warning()
    {
        await File.WriteAllTextAsync(Cache, "a file where the directory should be", TestContext.Current.CancellationToken);
        _authority.Files[RevocationAuthority.CrlUrl] = _authority.List();
        var finding = await AskAsync();
        Assert.Equal(RevocationStatus.Good, finding.Status);
        Assert.Contains("cannot be cached", finding.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_list_must_be_there()
    {
        var authority = new RevocationAuthority(crl: [RevocationAuthority.CrlUrl, "http://authority.test/other.crl"]);
        authority.Files[RevocationAuthority.CrlUrl] = authority.List();
        Assert.Equal(RevocationStatus.Unknown, (await AskAsync(authority)).Status);
    }

    [Fact]
    public async Task A_silent_OCSP_responder_is_made_up_for_by_a_list()
    {
        var authority = new RevocationAuthority(ocsp: ["http://authority.test/dead"], crl: [RevocationAuthority.CrlUrl]);
        authority.Files[RevocationAuthority.CrlUrl] = authority.List(X509RevocationReason.KeyCompromise);
        Assert.Equal(RevocationStatus.Revoked, (await AskAsync(authority)).Status);
    }

    public void Dispose() => _directory.Dispose();

    private Task<RevocationFinding> AskAsync() => AskAsync(_authority);

    private async Task<RevocationFinding> AskAsync(RevocationAuthority authority)
    {
        using var http = new TrustHttp(() => authority);
        var result = await new RevocationChecker(http, new CrlCache(Cache)).CheckAsync(authority.Chain, DateTimeOffset.UtcNow, null, TestContext.Current.CancellationToken);
        return Assert.Single(result.Findings);
    }
}
