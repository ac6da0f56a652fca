using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust;

/// <summary>All images of a call are judged by the same policy and the same certificates, whatever happens to the files meanwhile.</summary>
public sealed class TrustIsReadOnce : IDisposable
{
    private readonly NotaryEngine _engine = new();
    private readonly TempDirectory _files = new();

    [Theory]
    [InlineData("cose-p256")]
    [InlineData("jws-p256")]
    public async Task A_policy_and_a_trust_store_that_are_gone_are_still_those_of_the_call(string layout)
    {
        using var fleet = new ImageFleet(_engine.Options);
        var policy = _files.File("policy.json");
        File.Copy(NotationVectors.Policy("strict"), policy);
        var store = _files.Copy(NotationVectors.TrustStore);
        var request = NotaryEngine.Request(layout, "strict") with { PolicyFile = policy, TrustStoreDirectory = store };
        Assert.Equal(VerdictOutcome.Trusted, (await fleet.VerifyAsync(request, TestContext.Current.CancellationToken)).Verdict.Outcome);

        File.Delete(policy);
        Directory.Delete(store, recursive: true);

        // Another question, so that no verdict is remembered.
        Assert.Equal(VerdictOutcome.Trusted, (await fleet.VerifyAsync(request with { All = true }, TestContext.Current.CancellationToken)).Verdict.Outcome);
        await Assert.ThrowsAsync<ImageSignException>(() => _engine.VerifyAsync(request));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _files.Dispose();
    }
}
