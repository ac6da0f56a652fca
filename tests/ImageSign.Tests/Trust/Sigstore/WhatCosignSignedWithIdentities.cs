using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>Every image of the corpus that was signed with an identity; each refusal by the check that its note implies.</summary>
public sealed class WhatCosignSignedWithIdentities
{
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["github-wrong-trigger"] = CheckIds.Identity,
        ["github-wrong-ref"] = CheckIds.Identity,
        ["github-email-wanted"] = CheckIds.Identity,
        ["issuer-regexp-no"] = CheckIds.Identity,
        ["annotated-wrong"] = CheckIds.ClaimsAnnotations,
        ["annotation-absent"] = CheckIds.ClaimsAnnotations,
        ["legacy-identity"] = CheckIds.Identity,
        ["own-ts-payload"] = CheckIds.Timestamp,
        ["own-ts-rogue"] = CheckIds.Time,
        ["own-noct"] = CheckIds.CertificateTransparency,
        ["own-evil"] = CheckIds.CertificateTrust,
        ["st-other-subject"] = CheckIds.ClaimsSubject,
        ["st-not-json"] = CheckIds.EnvelopeWellFormed,
        ["identity-wrong"] = CheckIds.Identity,
        ["identity-prefix"] = CheckIds.Identity,
        ["identity-case"] = CheckIds.Identity,
        ["issuer-wrong"] = CheckIds.Identity,
        ["v2-tr-otherca"] = CheckIds.CertificateTrust,
        ["v2-tr-otherct"] = CheckIds.CertificateTransparency,
        ["v2-tr-otherlog"] = CheckIds.LogCheckpoint,
        ["v2-tr-ca-ended"] = CheckIds.CertificateTime,
        ["v2-tr-notsa"] = CheckIds.Time,
        ["v2-tr-othertsa"] = CheckIds.Time,
        ["v2-tr-wronghost"] = CheckIds.LogCheckpoint,
        ["v2-tr-tsa-ended"] = CheckIds.Timestamp,
        ["v1-tr-otherca"] = CheckIds.CertificateTrust,
        ["v1-tr-otherct"] = CheckIds.CertificateTransparency,
        ["v1-tr-noct"] = CheckIds.CertificateTransparency,
        ["v1-tr-otherlog"] = CheckIds.LogPromise,
        ["v1-tr-ca-future"] = CheckIds.CertificateTime,
        ["legacy-tr-rootonly"] = CheckIds.CertificateTrust,
        ["legacy-tr-otherct"] = CheckIds.CertificateTransparency,
        ["legacy-tr-nolog"] = CheckIds.Log,
        ["legacy-tr-ca-ended"] = CheckIds.CertificateTime,
        ["legacy-tr-ca-future"] = CheckIds.CertificateTime,
        ["all-tr-notsa"] = CheckIds.Time,
        ["v2-ts-none"] = CheckIds.Time,
        ["v2-ts-none-integrated"] = CheckIds.Time,
        ["v2-ts-sig"] = CheckIds.Timestamp,
        ["v2-ts-garbage"] = CheckIds.Timestamp,
        ["v2-proof-hash"] = CheckIds.LogInclusion,
        ["v2-proof-short"] = CheckIds.LogInclusion,
        ["v2-proof-none"] = CheckIds.EnvelopeWellFormed,
        ["v2-cp-none"] = CheckIds.EnvelopeWellFormed,
        ["v2-cp-sig"] = CheckIds.LogCheckpoint,
        ["v2-cp-origin"] = CheckIds.LogCheckpoint,
        ["v2-logid-unknown"] = CheckIds.Log,
        ["v2-body-none"] = CheckIds.EnvelopeWellFormed,
        ["v2-sig"] = CheckIds.Timestamp,
        ["v2-payload"] = CheckIds.LogBody,
        ["v2-two-sigs"] = CheckIds.EnvelopeWellFormed,
        ["v2-no-sigs"] = CheckIds.EnvelopeWellFormed,
        ["v2-moved"] = CheckIds.ClaimsSubject,
        ["v1-proof-hash"] = CheckIds.LogInclusion,
        ["v1-proof-short"] = CheckIds.LogInclusion,
        ["v1-proof-long"] = CheckIds.LogInclusion,
        ["v1-proof-size"] = CheckIds.LogCheckpoint,
        ["v1-proof-none"] = CheckIds.EnvelopeWellFormed,
        ["v1-cp-sig"] = CheckIds.LogCheckpoint,
        ["v1-cp-unsigned"] = CheckIds.LogCheckpoint,
        ["v1-cp-origin"] = CheckIds.LogCheckpoint,
        ["v1-entry-none"] = CheckIds.Log,
        ["v1-body-space"] = CheckIds.LogPromise,
        ["v1-body-none"] = CheckIds.EnvelopeWellFormed,
        ["v1-sig"] = CheckIds.LogBody,
        ["v1-payload"] = CheckIds.LogBody,
        ["v1-payload-type"] = CheckIds.EnvelopeType,
        ["v1-no-sigs"] = CheckIds.EnvelopeWellFormed,
        ["v2-entry-other"] = CheckIds.LogBody,
        ["v2-entry-same-signer"] = CheckIds.LogBody,
        ["v1-entry-other"] = CheckIds.LogBody,
        ["v2-logid-other"] = CheckIds.LogCheckpoint,
        ["v1-set"] = CheckIds.LogPromise,
        ["v1-set-none"] = CheckIds.Time,
        ["v1-time"] = CheckIds.LogPromise,
        ["shape-mt-none"] = CheckIds.EnvelopeWellFormed,
        ["shape-publickey"] = CheckIds.SignatureIntegrity,
        ["shape-no-cert"] = CheckIds.EnvelopeWellFormed,
        ["legacy-set"] = CheckIds.LogPromise,
        ["legacy-nobundle"] = CheckIds.Log,
        ["legacy-time"] = CheckIds.LogPromise,
        ["legacy-moved"] = CheckIds.ClaimsSubject,
        ["late-v2"] = CheckIds.CertificateTime,
    };

    /// <summary>Cases in which implementations differ: the check that refuses it here, or null for a good signature.</summary>
    private static readonly Dictionary<string, string?> Open = new(StringComparer.Ordinal)
    {
        ["regexp-unanchored"] = CheckIds.Identity,
        ["attest-as-signature"] = CheckIds.EnvelopeType,
        ["v2-ignore-tlog"] = null,
        ["st-predicate-other"] = CheckIds.EnvelopeType,
        ["st-v01"] = null,
        ["v2-tr-ct-ended"] = CheckIds.CertificateTransparency,
        ["v2-tr-log-ended"] = CheckIds.LogCheckpoint,
        ["v2-tr-log-future"] = CheckIds.LogCheckpoint,
        ["v1-tr-ct-ended"] = CheckIds.CertificateTransparency,
        ["v1-tr-ct-future"] = CheckIds.CertificateTransparency,
        ["v1-tr-log-future"] = CheckIds.LogPromise,
        ["v1-tsa-tr-notsa"] = null,
        ["v1-tsa-tr-othertsa"] = null,
        ["legacy-tr-ct-future"] = CheckIds.CertificateTransparency,
        ["legacy-tr-log-ended"] = CheckIds.LogPromise,
        ["legacy-tr-log-future"] = CheckIds.LogPromise,
        ["v2-ts-good-and-bad"] = CheckIds.Timestamp,
        ["v2-proof-index"] = CheckIds.LogInclusion,
        ["v2-proof-size"] = CheckIds.LogCheckpoint,
        ["v2-entry-twice"] = CheckIds.Log,
        ["v2-body-space"] = CheckIds.LogInclusion,
        ["v1-cp-witness"] = null,
        ["v1-cp-witness-first"] = null,
        ["v1-entry-twice"] = CheckIds.Log,
        ["v2-set-foreign"] = CheckIds.LogPromise,
        ["v1-tsa-ts-sig"] = CheckIds.Timestamp,
        ["shape-mt-02"] = null,
        ["shape-mt-01"] = CheckIds.EnvelopeWellFormed,
        ["shape-chain-02"] = null,
        ["shape-01-promise-only"] = null,
        ["shape-base64url"] = null,
        ["shape-snake"] = CheckIds.EnvelopeWellFormed,
    };

    public static TheoryData<string> Accepted => Cases(item => item.Must == "pass");

    public static TheoryData<string> Refused => Cases(item => item.Must == "fail");

    public static TheoryData<string> LeftOpen => Cases(item => item.Must == "policy");

    [Theory, MemberData(nameof(Accepted))]
    public async Task Is_trusted_where_it_must_be(string id) => (await KeylessCase.All[id].VerifyAsync()).MustBeTrusted();

    [Theory, MemberData(nameof(Refused))]
    public async Task Is_refused_by_the_check_that_its_note_implies(string id) =>
        (await KeylessCase.All[id].VerifyAsync()).MustNotBeTrusted(Refusals[id]);

    [Theory, MemberData(nameof(LeftOpen))]
    public async Task Is_answered_as_we_decided_where_implementations_differ(string id)
    {
        var result = await KeylessCase.All[id].VerifyAsync();

        if (Open[id] is { } check) result.MustNotBeTrusted(check);
        else result.MustBeTrusted();
    }

    [Theory, InlineData("no-identity"), InlineData("no-issuer")]
    public async Task Half_an_identity_is_none(string id)
    {
        var failure = await Assert.ThrowsAsync<ImageSignException>(() => KeylessCase.All[id].VerifyAsync());

        Assert.Equal(ErrorCodes.IdentityInvalid, failure.Code);
    }

    [Fact]
    public async Task Says_who_when_and_where_only_of_a_signature_that_is_trusted()
    {
        var good = (await KeylessCase.All["github"].VerifyAsync()).Verdict.Root;
        var bad = (await KeylessCase.All["own-evil"].VerifyAsync()).Verdict.Root;

        Assert.Equal("https://github.com/octo-org/octo-repo", good.FactOf("source-repository"));
        Assert.Equal(("log2026-1.rekor.hsig.test", "8"), (good.FactOf("log"), good.FactOf("log-index")));
        Assert.Equal("https://tsa1.hsig.test/api/v1/timestamp", good.FactOf("proven-by"));
        Assert.All(
            good.Flatten().Where(check => check.Id is CheckIds.Identity or CheckIds.Time).SelectMany(check => check.Facts), fact => Assert.True(fact.Signed));
        Assert.All(
            bad.Flatten().Where(check => check.Id == CheckIds.Signature).SelectMany(check => check.Flatten()).SelectMany(check => check.Facts), fact => Assert.False(fact.Signed));
    }

    [Fact]
    public void And_there_are_as_many_cases_as_there_should_be() =>
        Assert.Equal((37, 83, 32), (Accepted.Count, Refused.Count, LeftOpen.Count));

    private static TheoryData<string> Cases(Func<KeylessCase, bool> those) =>
        [.. KeylessCase.All.Values.Where(
            item => item.Command == "verify" && item.Id is not ("no-identity" or "no-issuer")).Where(those).Select(item => item.Id)];
}
