using ImageSign.Tests.Formats.Notary;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust;

/// <summary>All images of a call are judged by the same policy and the same certificates, whatever happens to the files meanwhile.</summary>
public sealed class TrustIsReadOnce : IDisposable
{
    private readonly NotaryEngine _engine = new();
    private readonly string _files = Directory.CreateTempSubdirectory("imagesign-trust-").FullName;

    [Theory]
    [InlineData("cose-p256")]
    [InlineData("jws-p256")]
    public async Task A_policy_and_a_trust_store_that_are_gone_are_still_those_of_the_call(string layout)
    {
        using var fleet = new ImageFleet(_engine.Options);
        var policy = Path.Combine(_files, "policy.json");
        File.Copy(NotationVectors.Policy("strict"), policy);
        var store = Path.Combine(_files, "truststore");
        foreach (var file in Directory.EnumerateFiles(NotationVectors.TrustStore, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(store, Path.GetRelativePath(NotationVectors.TrustStore, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

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
        Directory.Delete(_files, recursive: true);
    }
}
