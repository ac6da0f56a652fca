using System.Text;
using ImageSign.Formats.Notary;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>Whoever may push can add referrers; none of them may hide a good signature.</summary>
public sealed class HostileReferrers
{
    private static readonly TestImage App = TestImages.Build(new TestImageOptions());

    [Fact]
    public async Task Before_a_good_signature_are_passed_over_and_reported()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", App, "1");
        using var engine = new NotaryEngine();
        var image = ImageReference.Parse(registry.Reference("app", "1"));
        PutSignatureLike(registry, layers: 2);
        PutSignatureLike(registry, layers: 0);
        var unfetchable = PutSignatureLike(registry, layers: 1);
        registry.Faults.Add(On.Get($"*/manifests/{unfetchable}"), new StatusCodeFault(500));
        await engine.SignAsync(NotarySigner.SignRequest(image, "p256", "notary-cose"));
        Assert.Equal(4, registry.Content.Referrers("app", App.Digest).Count);
        var result = await engine.VerifyAsync(NotarySigner.VerifyRequest(image, "strict") with { Scope = null, All = true });
        Assert.Equal(VerdictOutcome.Trusted, result.Verdict.Outcome);
        Assert.True(result.Verdict.Root.Flatten().Count(check => check is { Id: CheckIds.Artifact, Outcome: CheckOutcome.Fail }) >= 3);
    }

    [Fact]
    public async Task Beyond_the_limit_are_not_evaluated_and_never_a_pass()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", App, "1");
        for (var i = 0; i <= Limits.MaxNotarySignatures; i++) PutSignatureLike(registry, layers: 2, number: i);
        using var engine = new NotaryEngine();
        var result = await engine.VerifyAsync(NotarySigner.VerifyRequest(ImageReference.Parse(registry.Reference("app", "1")), "audit") with { Scope = null });
        Assert.Equal((VerdictOutcome.Undecided, ErrorCodes.OverLimit), (result.Verdict.Outcome, result.Verdict.Root.Code));
    }

    private static string PutSignatureLike(TestRegistry registry, int layers, int number = 0)
    {
        var layer = registry.Content.PutBlob("app", Encoding.ASCII.GetBytes($"no envelope {layers}"));
        registry.Content.PutBlob("app", "{}"u8.ToArray());
        var envelope = new Descriptor(MediaTypes.Jws, Digest.Parse(layer), 13);
        var subject = new Descriptor(App.MediaType, Digest.Parse(App.Digest), App.Size);
        var annotations = new Dictionary<string, string> { ["n"] = $"{number}" };
        var manifest = ManifestWriter.Artifact(NotaryManifest.Config, [.. Enumerable.Repeat(envelope, layers)], null, subject, annotations).Raw.ToArray();
        return registry.Content.PutManifest("app", null, manifest, MediaTypes.OciManifest).Digest;
    }
}
