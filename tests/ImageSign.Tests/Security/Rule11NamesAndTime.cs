using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rule 11: `app:1` tagged as `app:2`, or copied elsewhere; and a signature that expires.</summary>
public sealed class Rule11NamesAndTime
{
    public static TheoryData<string> Formats => ["sigstore", "cosign"];

    [Theory, MemberData(nameof(Formats))]
    public async Task A_name_that_matches_is_shown_and_can_be_required(string format)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1", format);

        foreach (var binding in Enum.GetValues<ReferenceBinding>())
        {
            var result = await attack.VerifyAsync("1", request => request with { Binding = binding });
            result.MustBeTrusted();
            Assert.Equal(attack.Registry.Reference("app", "1"), result.Verdict.Root.FactOf("claimed-reference"));
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Another_tag_passes_unless_the_tag_is_bound(string format)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        attack.PutImage(manifest => manifest, "2");
        await attack.SignAsync("1", format);

        var shown = await attack.VerifyAsync("2");
        shown.MustBeTrusted();
        Assert.Contains(shown.Verdict.Root.Flatten(), check => check is { Id: CheckIds.ClaimsReference, Outcome: CheckOutcome.Fail, Advisory: true });
        (await attack.VerifyAsync("2", request => request with { Binding = ReferenceBinding.Repository })).MustBeTrusted();
        (await attack.VerifyAsync("2", request => request with { Binding = ReferenceBinding.Tag })).MustNotBeTrusted(CheckIds.ClaimsReference, ErrorCodes.ReferenceMismatch);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Another_repository_is_refused_when_the_repository_is_bound(string format)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1", format);
        var everything = attack.Registry.Content.Snapshot("app");
        foreach (var blob in everything.Blobs.Values) attack.Registry.Content.PutBlob("stolen", blob);
        foreach (var manifest in everything.Manifests.Values) attack.Registry.Content.PutManifest("stolen", tag: null, manifest.Bytes, manifest.MediaType);
        foreach (var (tag, digest) in everything.Tags) attack.Registry.Content.SetTag("stolen", tag, digest);

        var image = attack.Registry.Reference("stolen", "1");
        (await new Engine().VerifyAsync(image, Attack.Key)).MustBeTrusted();
        (await new Engine().VerifyAsync(image, Attack.Key, request => request with { Binding = ReferenceBinding.Repository })).MustNotBeTrusted(CheckIds.ClaimsReference, ErrorCodes.ReferenceMismatch);
    }

    [Fact]
    public async Task A_signature_without_a_name_is_refused_when_one_is_required()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject)), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustBeTrusted();
        (await attack.VerifyAsync("1", request => request with { Binding = ReferenceBinding.Repository })).MustNotBeTrusted(CheckIds.ClaimsReference, ErrorCodes.NoReferenceSigned);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_signature_counts_until_it_expires(string format)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        var time = new ManualTime();
        await new Engine(time: time).SignAsync(attack.At("1"), Attack.Key, format, request => request with { ExpiresIn = TimeSpan.FromDays(30) });

        (await new Engine(time: time).VerifyAsync(attack.At("1"), Attack.Key)).MustBeTrusted();
        time.Advance(TimeSpan.FromDays(31));
        (await new Engine(time: time).VerifyAsync(attack.At("1"), Attack.Key)).MustNotBeTrusted(CheckIds.ClaimsExpiry, ErrorCodes.Expired);
    }

    [Theory]
    [InlineData("""{"dev.imagesign.expires":"never"}""")]
    [InlineData("""{"dev.imagesign.expires":"2026-01-01T00:00:00+01:00"}""")]
    [InlineData("""{"dev.imagesign.time":"yesterday"}""")]
    [InlineData("""{"dev.imagesign.reference":"not an array"}""")]
    [InlineData("""{"dev.imagesign.reference":"[1]"}""")]
    public async Task A_reserved_claim_that_nobody_can_read_is_malformed(string annotations)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject, annotations: annotations)), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);
    }

    [Theory, InlineData("dev.imagesign.time"), InlineData("Dev.ImageSign.expires"), InlineData("io.cncf.notary.x")]
    public async Task A_reserved_name_is_nobodys_annotation(string name)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => attack.SignAsync("1", with: request => request with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = "x" } }));

        Assert.Equal(ErrorCodes.InvalidAnnotation, refusal.Code);
    }
}
