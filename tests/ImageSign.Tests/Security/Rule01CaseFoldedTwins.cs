using System.Text;
using ImageSign.Oci;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rule 1: Go reads JSON members without regard to case, the last one wins. A document with twins is two documents.</summary>
public sealed class Rule01CaseFoldedTwins
{
    private const string Evil = """{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","size":2}""";

    public static TheoryData<string, string> Twins => new()
    {
        { "Config", Evil },
        { "CONFIG", Evil },
        { "Layers", "[]" },
        { "layerſ", "[]" }, // the long s, which Go folds to s
        { "MediaType", "\"x\"" },
        { "Subject", Evil },
        { "Annotations", "{}" },
        { "artifacttype", "\"x\"" },
        { "fslayers", "[]" },
        { "SchemaVersion", "1" },
    };

    [Theory, MemberData(nameof(Twins))]
    public async Task In_a_manifest_are_refused_at_sign_and_at_verify(string name, string value)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => $"{manifest[..^1]},\"{name}\":{value}}}");

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
        Assert.Equal(ErrorCodes.Malformed, (await Assert.ThrowsAsync<ImageSignException>(() => attack.SignAsync("1"))).Code);
    }

    [Fact]
    public async Task And_exact_duplicates_are_refused()
    {
        await using var attack = await Attack.BeginAsync();
        var image = attack.Registry.Content.PutImage(Attack.Repository, TestImages.Build(), "1");
        attack.Registry.Faults.Add(On.Get("*/manifests/1"), new WrongBytesFault(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(image.Manifest)[..^1]},\"config\":{Evil}}}")));

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
    }

    [Theory, InlineData("Digest", "\"x\""), InlineData("digeſt", "\"x\""), InlineData("Size", "1"), InlineData("URLs", "[]"), InlineData("Data", "\"\""), InlineData("Platform", "{}")]
    public async Task In_a_descriptor_are_refused(string name, string value)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest.Replace("\"config\":{", $"\"config\":{{\"{name}\":{value},", StringComparison.Ordinal));

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
    }

    [Theory, InlineData("Manifests", "[]"), InlineData("manifestſ", "[]"), InlineData("mediatype", "\"x\"")]
    public async Task In_an_index_are_refused(string name, string value)
    {
        await using var attack = await Attack.BeginAsync();
        var index = attack.Registry.Content.PutImage(Attack.Repository, TestImages.MultiArch(), "original");
        attack.Put($"{Encoding.UTF8.GetString(index.Manifest)[..^1]},\"{name}\":{value}}}", index.MediaType);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Subject, ErrorCodes.Malformed);
        Assert.Equal(ErrorCodes.Malformed, (await Assert.ThrowsAsync<ImageSignException>(() => attack.SignAsync("1"))).Code);
    }

    [Theory, InlineData("OS", "\"windows\""), InlineData("oſ", "\"windows\""), InlineData("Architecture", "\"arm64\""), InlineData("Config", "{}"), InlineData("RootFS", "{}")]
    public async Task In_a_configuration_are_refused_where_its_platform_is_read(string name, string value)
    {
        await using var attack = await Attack.BeginAsync();
        var image = TestImages.Build();
        var config = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(image.Config)[..^1]},\"{name}\":{value}}}");
        attack.Registry.Content.PutBlob(Attack.Repository, config);
        attack.Registry.Content.PutImage(Attack.Repository, image, "original");
        var child = attack.Put(
            Encoding.UTF8.GetString(image.Manifest).Replace(Digest.Of(image.Config).ToString(), Digest.Of(config).ToString(), StringComparison.Ordinal).Replace($"\"size\":{image.Config.Length}", $"\"size\":{config.Length}", StringComparison.Ordinal),
            image.MediaType,
            "child");
        var size = attack.Registry.Content.GetManifest(Attack.Repository, child)!.Bytes.Length;
        attack.Put($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{image.MediaType}}","digest":"{{child}}","size":{{size}},"platform":{"os":"linux","architecture":"amd64"} }]}""", MediaTypes.OciIndex);
        await attack.SignAsync("1");

        (await attack.VerifyAsync("1", request => request with { Platform = new Platform("linux", "amd64") })).MustNotBeTrusted(CheckIds.Platform, ErrorCodes.Malformed);
    }

    [Theory]
    [InlineData("\"critical\":", "\"Critical\":{},\"critical\":")]
    [InlineData("\"docker-manifest-digest\":", "\"Docker-Manifest-Digest\":\"x\",\"docker-manifest-digest\":")]
    [InlineData("\"type\":", "\"type\":\"x\",\"type\":")]
    [InlineData("\"docker-reference\":", "\"docKer-reference\":\"x\",\"docker-reference\":")] // the Kelvin sign, which Go folds to k
    [InlineData("\"optional\":", "\"extra\":1,\"optional\":")]
    public async Task In_a_cosign_payload_are_refused(string member, string twins)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var payload = Encoding.UTF8.GetBytes(Envelopes.Payload(subject).Replace(member, twins, StringComparison.Ordinal));
        attack.PutSignature(subject, payload, MediaTypes.SimpleSigning, annotations: Envelopes.SignatureAnnotation(payload));

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);
    }

    [Theory]
    [InlineData("\"dsseEnvelope\":", "\"DsseEnvelope\":{},\"dsseEnvelope\":")]
    [InlineData("\"payload\":", "\"Payload\":\"\",\"payload\":")]
    [InlineData("\"sig\":", "\"sig\":\"\",\"sig\":")]
    [InlineData("\"hint\":", "\"Hint\":\"\",\"hint\":")]
    public async Task In_a_bundle_are_refused(string member, string twins)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject), change: bundle => bundle.Replace(member, twins, StringComparison.Ordinal)), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);
    }

    [Theory]
    [InlineData("\"_type\":", "\"_Type\":\"x\",\"_type\":")]
    [InlineData("\"subject\":", "\"Subject\":[],\"subject\":")]
    [InlineData("\"predicateType\":", "\"predicatetype\":\"x\",\"predicateType\":")]
    [InlineData("\"digest\":", "\"Digest\":{},\"digest\":")]
    [InlineData("\"annotations\":", "\"annotations\":{},\"annotations\":")]
    public async Task In_a_statement_are_refused(string member, string twins)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject).Replace(member, twins, StringComparison.Ordinal)), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);
    }

    [Theory, InlineData("Layers", "[]"), InlineData("Config", "{}"), InlineData("MediaType", "\"x\"")]
    public async Task In_a_signature_manifest_are_refused(string name, string value)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var payload = Encoding.UTF8.GetBytes(Envelopes.Payload(subject));
        attack.PutSignature(subject, payload, MediaTypes.SimpleSigning, manifest => manifest.Replace("\"schemaVersion\"", $"\"{name}\":{value},\"schemaVersion\"", StringComparison.Ordinal), Envelopes.SignatureAnnotation(payload));

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Artifact, ErrorCodes.Malformed);
    }

    [Fact]
    public async Task Are_what_was_wrong_and_without_them_the_same_documents_pass()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject)), MediaTypes.SigstoreBundle);
        (await attack.VerifyAsync("1", request => request with { Formats = ["sigstore"] })).MustBeTrusted();
        var payload = Encoding.UTF8.GetBytes(Envelopes.Payload(subject));
        attack.PutSignature(subject, payload, MediaTypes.SimpleSigning, annotations: Envelopes.SignatureAnnotation(payload));

        (await attack.VerifyAsync("1", request => request with { Formats = ["cosign"] })).MustBeTrusted();
    }
}
