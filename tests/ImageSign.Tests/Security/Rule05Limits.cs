using System.Text;
using ImageSign.Oci;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rule 5: what somebody else makes endless ends in "could not decide", never in a pass.</summary>
public sealed class Rule05Limits
{
    public static TheoryData<string> Bodies => ["endless", "larger than it says", "larger than the limit"];

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_manifest_without_end_cannot_be_decided(string body)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1");
        attack.Registry.Faults.Add(On.Get("*/manifests/1"), FaultOf(body));

        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => attack.VerifyAsync("1"))).Code);
    }

    [Fact]
    public async Task A_listing_without_end_cannot_be_decided()
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        attack.Registry.Faults.Add(On.Get("*/referrers/*"), new EndlessPagesFault());

        (await attack.VerifyAsync("1")).MustBeUndecided(ErrorCodes.OverLimit);
    }

    [Fact]
    public async Task An_endless_listing_does_not_hide_a_good_signature_of_another_format()
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1", "cosign");
        attack.Registry.Faults.Add(On.Get("*/referrers/*"), new EndlessPagesFault());

        (await attack.VerifyAsync("1")).MustBeTrusted();
    }

    [Fact]
    public async Task Redirects_without_end_are_an_error()
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        attack.Registry.Faults.Add(On.Get("*/manifests/*"), new RedirectLoopFault());

        Assert.Equal(ErrorCodes.RegistryError, (await Assert.ThrowsAsync<ImageSignException>(() => attack.VerifyAsync("1"))).Code);
    }

    [Fact]
    public async Task An_envelope_that_says_it_is_too_large_is_not_fetched()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var envelope = Envelopes.Bundle(Envelopes.Statement(subject));
        attack.PutSignature(subject, envelope, MediaTypes.SigstoreBundle, manifest => manifest.Replace($"\"size\":{envelope.Length}", $"\"size\":{Limits.MaxEnvelopeBytes + 1L}", StringComparison.Ordinal));

        (await attack.VerifyAsync("1")).MustBeUndecided(ErrorCodes.OverLimit);
        Assert.Equal(0, attack.Registry.Requests.Count("GET", $"*/blobs/{Digest.Of(envelope)}"));
    }

    [Fact]
    public async Task A_size_that_lies_is_refused()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var envelope = Envelopes.Bundle(Envelopes.Statement(subject));
        attack.PutSignature(subject, envelope, MediaTypes.SigstoreBundle, manifest => manifest.Replace($"\"size\":{envelope.Length}", "\"size\":7", StringComparison.Ordinal));

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Artifact, ErrorCodes.Malformed);
    }

    [Fact]
    public async Task A_statement_of_too_many_subjects_cannot_be_decided()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var one = $$"""{"digest":{"sha256":"{{subject["sha256:".Length..]}}"} }""";
        var statement = $$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{{string.Join(',', Enumerable.Repeat(one, Limits.MaxStatementSubjects + 1))}}],"predicateType":"{{Envelopes.SignType}}","predicate":{} }""";
        attack.PutSignature(subject, Envelopes.Bundle(statement), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustBeUndecided(ErrorCodes.OverLimit);
    }

    /// <summary>Anybody who may push can put something under a marker's name; it must neither stop a signature nor hide one.</summary>
    [Fact]
    public async Task A_marker_over_a_limit_is_nobodys_and_hides_nothing()
    {
        await using var attack = await Attack.BeginAsync(referrersApi: false);
        var subject = attack.PutImage(manifest => manifest);
        var entry = $$"""{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Digest.Of("x"u8)}}","size":1}""";
        attack.Put($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', Enumerable.Repeat(entry, Limits.MaxIndexEntries + 1))}}]}""", MediaTypes.OciIndex, $"{subject.Replace(':', '-')}.0000000000000000");

        await attack.SignAsync("1");
        attack.Registry.Content.DeleteTag(Attack.Repository, subject.Replace(':', '-'));

        (await attack.VerifyAsync("1")).MustBeTrusted();
    }

    private static IFault FaultOf(string body) => body switch
    {
        "endless" => new EndlessBodyFault(),
        "larger than it says" => new OverlongBodyFault(Limits.MaxManifestBytes, chunked: true),
        _ => new WrongBytesFault(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(TestImages.Build().Manifest)}{new string(' ', Limits.MaxManifestBytes)}")),
    };
}
