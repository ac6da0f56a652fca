using ImageSign.Oci;
using ImageSign.Testing.Faults;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rule 2: the subject is fetched, hashed and classified before anything is said of it.</summary>
public sealed class Rule02AmbiguousDocuments
{
    public static TheoryData<string, string> Documents => new()
    {
        { """{"schemaVersion":2,"config":{},"layers":[],"manifests":[]}""", MediaTypes.OciManifest },
        { """{"schemaVersion":2,"config":{},"layers":[],"manifests":[]}""", MediaTypes.OciIndex },
        { """{"schemaVersion":2,"layers":[]}""", MediaTypes.OciManifest },
        { """{"schemaVersion":2,"manifests":[]}""", MediaTypes.OciManifest },
        { """{"schemaVersion":2,"config":{},"layers":[]}""", MediaTypes.OciIndex },
        { """{"schemaVersion":2}""", MediaTypes.OciManifest },
        { """{"schemaVersion":1,"name":"app","tag":"1","fsLayers":[],"history":[],"signatures":[]}""", "application/vnd.docker.distribution.manifest.v1+prettyjws" },
        { """{"schemaVersion":2,"manifests":[]}""", "application/vnd.example.list+json" },
        { """[]""", MediaTypes.OciManifest },
        { """{"schemaVersion":2,"manifests":[]} {}""", MediaTypes.OciIndex },
        { """{"schemaVersion":"2","manifests":[]}""", MediaTypes.OciIndex },
    };

    [Theory, MemberData(nameof(Documents))]
    public async Task That_are_no_single_thing_are_refused_at_verify_and_at_sign(string json, string mediaType)
    {
        await using var attack = await Attack.BeginAsync();
        attack.Put(json, mediaType);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
        Assert.Equal(ErrorCodes.Malformed, (await Assert.ThrowsAsync<ImageSignException>(() => attack.SignAsync("1"))).Code);
    }

    [Theory, InlineData(MediaTypes.OciIndex), InlineData(MediaTypes.DockerManifest), InlineData("application/vnd.example.list+json")]
    public async Task Served_under_another_type_than_they_say_are_refused(string contentType)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1");
        attack.Registry.Faults.Add(On.Get("*/manifests/1"), new WrongContentTypeFault(contentType));

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
    }

    [Fact]
    public async Task With_other_bytes_than_their_digest_names_are_refused()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        await attack.SignAsync(subject);
        attack.Registry.Faults.Add(On.Get($"*/manifests/{subject}"), new WrongBytesFault());

        (await attack.VerifyAsync(subject)).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task That_exist_nowhere_are_not_verified_by_a_signature_that_does()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        await attack.SignAsync(subject, "cosign");
        attack.Registry.Content.DeleteTag(Attack.Repository, "1");
        attack.Registry.Content.DeleteManifest(Attack.Repository, subject);

        Assert.Equal(ErrorCodes.ImageNotFound, (await Assert.ThrowsAsync<ImageSignException>(() => attack.VerifyAsync(subject))).Code);
        Assert.Equal(ErrorCodes.ImageNotFound, (await Assert.ThrowsAsync<ImageSignException>(() => attack.SignAsync(subject))).Code);
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Whose_envelope_has_other_bytes_than_its_digest_names_are_refused(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var envelope = format == "sigstore" ? Envelopes.Bundle(Envelopes.Statement(subject)) : System.Text.Encoding.UTF8.GetBytes(Envelopes.Payload(subject));
        attack.PutSignature(subject, envelope, format == "sigstore" ? MediaTypes.SigstoreBundle : MediaTypes.SimpleSigning, annotations: format == "sigstore" ? "" : Envelopes.SignatureAnnotation(envelope));
        attack.Registry.Faults.Add(On.Get($"*/blobs/{Digest.Of(envelope)}"), new WrongBytesFault());

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Artifact, ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task With_inlined_content_that_is_not_what_the_descriptor_names_are_refused()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var envelope = Envelopes.Bundle(Envelopes.Statement(subject));
        attack.PutSignature(subject, "another"u8.ToArray(), MediaTypes.SigstoreBundle, annotations: $",\"data\":\"{Convert.ToBase64String(envelope)}\"");

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Artifact, ErrorCodes.DigestMismatch);
    }
}
