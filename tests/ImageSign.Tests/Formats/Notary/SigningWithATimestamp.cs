using ImageSign.Crypto;
using ImageSign.Testing;
using ImageSign.Testing.Pki;
using ImageSign.Trust;
using ImageSign.Trust.Timestamps;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Notary;

public sealed class SigningWithATimestamp
{
    private static readonly DateTimeOffset ShortlivedValid = new(2026, 11, 23, 0, 31, 40, TimeSpan.Zero);

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task The_time_is_proven(string format)
    {
        await using var authority = await TimestampAuthority.StartAsync();
        using var signer = new NotarySigner();
        await signer.SignAsync("rsa2048", format, request => Stamped(request, authority));
        var result = await signer.VerifyAsync("strict-tsa");
        Assert.Equal(VerdictOutcome.Trusted, result.Verdict.Outcome);
        Assert.NotNull(result.Verdict.Root.FactOf("timestamp"));
        Assert.Equal(ErrorCodes.TimestampRefused, (await signer.VerifyAsync("strict-tsa-wrong-root")).Verdict.Root.Code);
    }

    [Fact]
    public async Task A_signature_outlives_its_certificate()
    {
        await using var authority = await TimestampAuthority.StartAsync();
        var time = new ManualTime();
        using var signer = new NotarySigner(time);
        await signer.SignAsync("p256", "notary-jws", request => Stamped(request, authority));
        time.Advance(TimeSpan.FromDays(365 * 101));
        Assert.Equal(ErrorCodes.CertificateNotValidThen, (await signer.VerifyAsync("strict")).Verdict.Root.Code);
        Assert.Equal(VerdictOutcome.Trusted, (await signer.VerifyAsync("strict-tsa-after-expiry")).Verdict.Outcome);
    }

    [Fact]
    public async Task A_timestamp_from_after_the_certificates_end_is_refused()
    {
        await using var authority = await TimestampAuthority.StartAsync();
        using var signer = new NotarySigner(new ManualTime(ShortlivedValid));
        await signer.SignAsync("shortlived", "notary-jws", request => Stamped(request, authority));
        Assert.Equal(ErrorCodes.CertificateNotValidThen, (await signer.VerifyAsync("strict-tsa")).Verdict.Root.Code);
    }

    [Theory, InlineData("status"), InlineData("nonce"), InlineData("sha1"), InlineData("usage"), InlineData("another certificate in front"), InlineData("root")]
    public async Task An_authority_that_is_not_to_be_trusted_makes_no_signature(string fault)
    {
        await using var authority = await TimestampAuthority.StartAsync();
        switch (fault)
        {
            case "status": authority.Status = 500; break;
            case "nonce": authority.WrongNonce = true; break;
            case "sha1": authority.BindWithSha1 = true; break;
            case "usage": authority.CertificateFile = "tsa-noncritical-eku.crt"; break;
            // CVE-2026-39984: what counts is the certificate that signed, not the first one of the bag.
            case "another certificate in front": (authority.CertificateFile, authority.FirstCertificateFile) = ("tsa-noncritical-eku.crt", "tsa.crt"); break;
        }

        using var signer = new NotarySigner();
        var root = fault == "root" ? Path.Combine(NotationVectors.Folder, "pki", "p256", "root.crt") : TimestampAuthority.RootFile;
        var e = await Assert.ThrowsAsync<ImageSignException>(() => signer.SignAsync("p256", "notary-jws", request => Stamped(request, authority) with { TimestampRootFile = root }));
        Assert.Equal(ErrorCodes.TimestampFailed, e.Code);
        Assert.Equal(ErrorCodes.Unsigned, (await signer.VerifyAsync()).Verdict.Root.Code);
    }

    /// <summary>CVE-2024-56138: the authority's own certificates are asked about before its word is used.</summary>
    [Theory, InlineData(RevocationStatus.Revoked), InlineData(RevocationStatus.Unknown)]
    public async Task An_authority_whose_certificate_was_revoked_makes_no_signature(RevocationStatus status)
    {
        await using var authority = await TimestampAuthority.StartAsync();
        using var http = new TrustHttp();
        var client = new TimestampClient(http, authority.Url, TimestampClient.ReadRoot(TimestampAuthority.RootFile), new Revocation(status), TimeProvider.System);

        var e = await Assert.ThrowsAsync<ImageSignException>(() => client.StampAsync(new byte[64], KeySpec.OfJose("ES256")!, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(ErrorCodes.TimestampFailed, e.Code);
    }

    [Fact]
    public async Task A_root_file_with_a_whole_chain_is_refused()
    {
        using var signer = new NotarySigner();
        var e = await Assert.ThrowsAsync<ImageSignException>(() => signer.SignAsync("p256", "notary-jws", request => request with
        {
            TimestampUrl = new Uri("http://127.0.0.1:5299/"),
            TimestampRootFile = Path.Combine(NotationVectors.Folder, "pki", "p256", "chain.pem"),
        }));
        Assert.Equal(ErrorCodes.CertificateChainUnreadable, e.Code);
    }

    /// <summary>Every certificate has the same status.</summary>
    private sealed class Revocation(RevocationStatus status) : IRevocationChecker
    {
        public ValueTask<RevocationResult> CheckAsync(CertificateChain chain, DateTimeOffset now, DateTimeOffset? authenticSigningTime, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new RevocationResult([new RevocationFinding(chain.Leaf, status, "test")]));
    }

    private static SignRequest Stamped(SignRequest request, TimestampAuthority authority) => request with { TimestampUrl = authority.Url, TimestampRootFile = TimestampAuthority.RootFile };
}
