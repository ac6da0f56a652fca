using System.Security.Cryptography;
using System.Text;
using ImageSign.Oci;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Published faults of other verifiers that no rule's own test covers; docs/security.md lists all of them.</summary>
public sealed class Advisories
{
    /// <summary>GHSA-fx35-mq7g-6g98: a public key where a certificate belongs. CVE-2022-23649: the log entry of another signature.</summary>
    [Theory]
    [InlineData("dev.sigstore.cosign/certificate")]
    [InlineData("dev.sigstore.cosign/chain")]
    [InlineData("dev.sigstore.cosign/bundle")]
    [InlineData("dev.sigstore.cosign/rfc3161timestamp")]
    public async Task What_a_signature_brings_along_makes_nobody_trusted(string annotation)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var payload = Encoding.UTF8.GetBytes(Envelopes.Payload(subject));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = Convert.ToBase64String(stranger.SignData(payload, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        var evidence = System.Text.Json.JsonSerializer.Serialize(annotation.EndsWith("bundle", StringComparison.Ordinal)
            ? $$$"""{"SignedEntryTimestamp":"{{{signature}}}","Payload":{"body":"","integratedTime":1,"logIndex":1,"logID":""}}"""
            : stranger.ExportSubjectPublicKeyInfoPem());
        attack.PutSignature(subject, payload, MediaTypes.SimpleSigning, annotations: $$$""","annotations":{"dev.cosignproject.cosign/signature":"{{{signature}}}","{{{annotation}}}":{{{evidence}}}}""");

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch);
    }

    /// <summary>CVE-2022-36056, CVE-2026-22703, CVE-2024-45395: log entries and timestamps of a bundle are not evaluated, so whatever they say, nothing is said of them.</summary>
    [Fact]
    public async Task A_log_entry_is_neither_needed_nor_believed()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var entries = string.Join(',', Enumerable.Repeat("""{"logIndex":"1","integratedTime":"1","canonicalizedBody":"e30="}""", 1_000));
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject), change: bundle => bundle.Replace("\"publicKey\":{\"hint\":\"x\"}", $"\"publicKey\":{{\"hint\":\"x\"}},\"tlogEntries\":[{entries}]", StringComparison.Ordinal)), MediaTypes.SigstoreBundle);

        var result = await attack.VerifyAsync("1");

        result.MustBeTrusted();
        Assert.DoesNotContain(result.Verdict.Root.Flatten().SelectMany(check => check.Facts), fact => fact.Name.Contains("time", StringComparison.Ordinal) || fact.Name.Contains("log", StringComparison.Ordinal));
    }

    /// <summary>CVE-2024-29903: memory for as many layers as a manifest says.</summary>
    [Fact]
    public async Task A_signature_manifest_of_too_many_layers_cannot_be_decided()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var payload = Encoding.UTF8.GetBytes(Envelopes.Payload(subject));
        var layer = $"{{\"mediaType\":\"{MediaTypes.SimpleSigning}\",\"digest\":\"{Digest.Of("x"u8)}\",\"size\":1}}";
        attack.PutSignature(subject, payload, MediaTypes.SimpleSigning, manifest => manifest.Replace("\"layers\":[", $"\"layers\":[{string.Join(',', Enumerable.Repeat(layer, Limits.MaxSignatureLayers))},", StringComparison.Ordinal));

        (await attack.VerifyAsync("1")).MustBeUndecided(ErrorCodes.OverLimit);
    }

    /// <summary>CVE-2026-39395, and the panics of cosign #4648 to #4653: what the right key signed is still parsed strictly.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"statement\"")]
    [InlineData("{}")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{},"subject":[null]}""")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{},"subject":null}""")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{},"subject":[]}""")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{},"subject":[{"digest":{"sha256":"../../x"}}]}""")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{},"subject":[{"digest":{"sha256":1}}]}""")]
    [InlineData("""{"_type":1,"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{},"subject":[]}""")]
    [InlineData("")]
    public async Task A_malformed_statement_with_a_valid_signature_is_refused(string statement)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(statement), MediaTypes.SigstoreBundle);

        Assert.Equal(VerdictOutcome.NotTrusted, (await attack.VerifyAsync("1")).Verdict.Outcome);
    }
}
