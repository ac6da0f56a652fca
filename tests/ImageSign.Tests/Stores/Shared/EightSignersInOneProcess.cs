using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Stores.Shared;

/// <summary>The production code, with requests held back at random, against a registry without a referrers API.</summary>
public sealed class EightSignersInOneProcess
{
    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task All_verify_from_the_shared_manifest_alone(string format)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = false, TagListing = TagListing.AllUnsorted });
        var image = registry.Reference("app", registry.Content.PutImage("app", TestImages.Build(), "1").Digest);
        registry.Faults.Add(On.Any, new DelayFault { BeforeWork = (TimeSpan.Zero, TimeSpan.FromMilliseconds(20)), BeforeAnswer = (TimeSpan.Zero, TimeSpan.FromMilliseconds(20)) });
        var keys = Enumerable.Range(0, 8).Select(_ => TestKeys.Generate(TestKeyAlgorithm.EcdsaP256)).ToArray();

        await Task.WhenAll(keys.Select(key => new Engine().SignAsync(image, key, format)));
        registry.Faults.Clear();
        foreach (var marker in registry.Content.Tags("app").Where(tag => tag.Length == "sha256-".Length + 64 + 1 + 16)) registry.Content.DeleteTag("app", marker);

        foreach (var key in keys) (await new Engine().VerifyAsync(image, key)).MustBeTrusted();
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Are_found_through_their_markers_when_a_peer_overwrote_them_and_healed_by_the_next(string format)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = false });
        var subject = registry.Content.PutImage("app", TestImages.Build(), "1").Digest;
        var image = registry.Reference("app", subject);
        var first = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
        var second = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
        var shared = subject.Replace(':', '-') + (format == "cosign" ? ".sig" : "");
        await new Engine().SignAsync(image, first, format);
        registry.Content.DeleteTag("app", shared);

        (await new Engine().VerifyAsync(image, first)).MustBeTrusted();
        await new Engine().SignAsync(image, second, format);
        Assert.Equal(2, ContributionsIn(registry, shared));
        (await new Engine().VerifyAsync(image, first)).MustBeTrusted();
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Do_not_bring_back_what_an_administrator_deleted(string format)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = false });
        var subject = registry.Content.PutImage("app", TestImages.Build(), "1").Digest;
        var image = registry.Reference("app", subject);
        var gone = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
        await new Engine().SignAsync(image, gone, format);
        foreach (var tag in registry.Content.Tags("app").Where(tag => tag.StartsWith("sha256-", StringComparison.Ordinal))) registry.Content.DeleteTag("app", tag);

        await new Engine().SignAsync(image, TestKeys.Generate(TestKeyAlgorithm.EcdsaP256), format);

        Assert.Equal(1, ContributionsIn(registry, subject.Replace(':', '-') + (format == "cosign" ? ".sig" : "")));
        Assert.NotEqual(VerdictOutcome.Trusted, (await new Engine().VerifyAsync(image, gone)).Verdict.Outcome);
    }

    private static int ContributionsIn(TestRegistry registry, string tag)
    {
        var shared = ManifestDocument.Parse(registry.Content.GetManifest("app", tag)!.Bytes, servedAs: null);
        return shared is ImageIndex index ? index.Manifests.Count : ((ImageManifest)shared).Layers.Count;
    }
}
