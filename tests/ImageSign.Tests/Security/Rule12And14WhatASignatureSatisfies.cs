using System.Text;
using ImageSign.Oci;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rules 12 and 14: one signature satisfies everything or nothing; and only an image signature is one.</summary>
public sealed class Rule12And14WhatASignatureSatisfies
{
    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Claims_do_not_add_up_over_signatures(string format)
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        foreach (var name in (string[])["a", "b"]) await attack.SignAsync("1", format, request => request with { Annotations = Claims((name, "1")) });

        (await attack.VerifyAsync("1", request => request with { Annotations = Claims(("b", "1")) })).MustBeTrusted();
        (await attack.VerifyAsync("1", request => request with { Annotations = Claims(("a", "1"), ("b", "1")) })).MustNotBeTrusted(CheckIds.ClaimsAnnotations, ErrorCodes.ClaimMismatch);
    }

    [Fact]
    public async Task A_named_format_is_required_and_not_an_alternative()
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1");

        (await attack.VerifyAsync("1", request => request with { Formats = ["cosign"] })).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
        (await attack.VerifyAsync("1", request => request with { Formats = ["sigstore", "cosign"] })).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
        await attack.SignAsync("1", "cosign");
        (await attack.VerifyAsync("1", request => request with { Formats = ["sigstore", "cosign"] })).MustBeTrusted();
    }

    [Fact]
    public async Task Any_of_several_keys_satisfies_and_the_verdict_says_which()
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await attack.SignAsync("1");

        var result = await attack.VerifyAsync("1", request => request with { Keys = [KeyFiles.PublicOf(TestKeys.Shared(TestKeyAlgorithm.Rsa2048)), .. request.Keys] });

        result.MustBeTrusted();
        Assert.Contains(result.Verdict.Root.Flatten(), check => check.Id == CheckIds.Coverage && check.Facts.Any(fact => fact.Value == "digest"));
    }

    [Theory]
    [InlineData("https://slsa.dev/provenance/v1")]
    [InlineData("https://sigstore.dev/cosign/sign/v2")]
    [InlineData("")]
    public async Task An_attestation_is_no_image_signature(string predicateType)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject, predicateType: predicateType)), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature);
    }

    [Fact]
    public async Task Another_payload_type_is_no_image_signature()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(Envelopes.Statement(subject), payloadType: "application/vnd.imagesign.config+json"), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature);
    }

    /// <summary>Rule 10: the same bytes signed for one purpose do not serve another: DSSE signs the payload's type with it.</summary>
    [Fact]
    public async Task A_signature_over_the_bare_statement_is_none_over_the_envelope()
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        var bare = Envelopes.Sign(Encoding.UTF8.GetBytes(Envelopes.Statement(subject)));
        var bundle = Envelopes.Bundle(Envelopes.Statement(subject), change: text => $"{text[..(text.IndexOf("\"sig\":\"", StringComparison.Ordinal) + 7)]}{bare}\"}}]}}}}");
        attack.PutSignature(subject, bundle, MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch);
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task A_signature_of_another_image_is_refused(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var good = attack.PutImage(manifest => manifest);
        var evil = attack.PutImage(manifest => manifest.Replace("\"schemaVersion\"", "\"annotations\":{\"evil\":\"yes\"},\"schemaVersion\"", StringComparison.Ordinal), "2");
        var payload = Encoding.UTF8.GetBytes(Envelopes.Payload(good));
        if (format == "cosign") attack.PutSignature(evil, payload, MediaTypes.SimpleSigning, annotations: Envelopes.SignatureAnnotation(payload));
        else attack.PutSignature(evil, Envelopes.Bundle(Envelopes.Statement(good)), MediaTypes.SigstoreBundle);

        (await attack.VerifyAsync("2")).MustNotBeTrusted(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject);
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task A_broken_neighbour_does_not_hide_a_good_signature(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, "not a bundle"u8.ToArray(), MediaTypes.SigstoreBundle);
        await attack.SignAsync("1", format);

        (await attack.VerifyAsync("1")).MustBeTrusted();
    }

    private static Dictionary<string, string> Claims(params (string Name, string Value)[] claims) => claims.ToDictionary(claim => claim.Name, claim => claim.Value, StringComparer.Ordinal);
}
