using ImageSign.Keys;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Fixtures;

/// <summary>Issue 2, "Must show" 1: every case of expected.json that a key judges.</summary>
public sealed class WhatCosignAndSkopeoWrote(CosignRegistries registries) : IClassFixture<CosignRegistries>
{
    private static readonly Engine Engine = new();

    /// <summary>The check that each refused case fails, as its note implies.</summary>
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["new-gen-wrongkey"] = CheckIds.SignatureIntegrity,
        ["legacy-gen-wrongkey"] = CheckIds.SignatureIntegrity,
        ["new-rsa2048-wrongkey"] = CheckIds.SignatureIntegrity,
        ["legacy-rsa2048-wrongkey"] = CheckIds.SignatureIntegrity,
        ["new-rsa3072-wrongkey"] = CheckIds.SignatureIntegrity,
        ["legacy-rsa3072-wrongkey"] = CheckIds.SignatureIntegrity,
        ["new-rsa4096-wrongkey"] = CheckIds.SignatureIntegrity,
        ["legacy-rsa4096-wrongkey"] = CheckIds.SignatureIntegrity,
        ["legacy-ec-p-256-wrongkey"] = CheckIds.SignatureIntegrity,
        ["new-ann-bad"] = CheckIds.ClaimsAnnotations,
        ["new-ann-missing"] = CheckIds.ClaimsAnnotations,
        ["new-noann-wanted"] = CheckIds.ClaimsAnnotations,
        ["new-twokeys-other"] = CheckIds.SignatureIntegrity,
        ["att-new-as-signature"] = CheckIds.EnvelopeType,
        ["legacy-ann-bad"] = CheckIds.ClaimsAnnotations,
        ["legacy-ann-missing"] = CheckIds.ClaimsAnnotations,
        ["legacy-noann-wanted"] = CheckIds.ClaimsAnnotations,
        ["legacy-twokeys-other"] = CheckIds.SignatureIntegrity,
        ["att-legacy-as-signature"] = CheckIds.Signatures,
        ["multi-nr-legacy-1"] = CheckIds.Signatures,
        ["multi-nr-legacy-2"] = CheckIds.Signatures,
        ["neg-moved-legacy"] = CheckIds.ClaimsSubject,
        ["neg-unsigned"] = CheckIds.Signatures,
        ["adv-new-tampered"] = CheckIds.SignatureIntegrity,
        ["adv-new-predtype-other"] = CheckIds.EnvelopeType,
        ["adv-new-predtype-annot-lie"] = CheckIds.EnvelopeType,
        ["adv-new-uppercase"] = CheckIds.EnvelopeWellFormed,
        ["adv-new-twosigs"] = CheckIds.EnvelopeWellFormed,
        ["adv-new-zerosigs"] = CheckIds.EnvelopeWellFormed,
        ["adv-new-unknownfield"] = CheckIds.EnvelopeWellFormed,
        ["adv-new-mt-v02"] = CheckIds.EnvelopeWellFormed,
        ["adv-new-mt-v04"] = CheckIds.EnvelopeWellFormed,
        ["adv-new-msgsig"] = CheckIds.EnvelopeType,
        ["adv-new-layermt"] = CheckIds.Artifact,
        ["adv-new-twolayers"] = CheckIds.Artifact,
        ["adv-new-dupkeys"] = CheckIds.EnvelopeWellFormed,
        ["adv-leg-tampered"] = CheckIds.SignatureIntegrity,
        ["adv-leg-moved"] = CheckIds.ClaimsSubject,
        ["adv-leg-type-atomic"] = CheckIds.EnvelopeType,
        ["adv-leg-type-empty"] = CheckIds.EnvelopeType,
        ["adv-leg-badb64"] = CheckIds.EnvelopeWellFormed,
        ["adv-leg-dupkeys"] = CheckIds.EnvelopeWellFormed,
        ["adv-leg-trail"] = CheckIds.EnvelopeWellFormed,
        ["mixed-rsa2048"] = CheckIds.SignatureIntegrity,
    };

    /// <summary>Cases that the corpus leaves open: what we decided.</summary>
    private static readonly Dictionary<string, string?> Open = new(StringComparer.Ordinal)
    {
        ["new-ed25519"] = CheckIds.SignatureIntegrity, // Ed25519ph, which no verifier accepts with --key, cosign's own included
        ["legacy-ed25519"] = CheckIds.SignatureIntegrity,
        ["legacy11-gen-noflag"] = null, // the payload as a referrer is read without a flag
        ["cert-new-key"] = CheckIds.SignatureIntegrity, // made with a certificate, which a key does not stand for
        ["adv-new-urlsafe"] = null, // this payload holds no byte that the two alphabets spell differently
    };

    public static TheoryData<string, bool> Accepted => Cases(item => item.Must == "pass");

    public static TheoryData<string, bool> Refused => Cases(item => item.Must == "fail");

    public static TheoryData<string, bool> LeftOpen => Cases(item => item.Must is not ("pass" or "fail"));

    [Theory, MemberData(nameof(Accepted))]
    public async Task Is_trusted_where_it_must_be(string id, bool referrersApi) => (await VerifyAsync(id, referrersApi)).MustBeTrusted();

    [Theory, MemberData(nameof(Refused))]
    public async Task Is_refused_by_the_check_that_its_note_implies(string id, bool referrersApi) =>
        (await VerifyAsync(id, referrersApi)).MustNotBeTrusted(Refusals[id]);

    [Theory, MemberData(nameof(LeftOpen))]
    public async Task Is_answered_as_we_decided_where_the_corpus_leaves_it_open(string id, bool referrersApi)
    {
        var result = await VerifyAsync(id, referrersApi);

        if (Open[id] is { } check) result.MustNotBeTrusted(check);
        else result.MustBeTrusted();
    }

    [Fact]
    public void And_there_are_as_many_cases_as_there_should_be() => Assert.Equal((45, 44, 5), (Accepted.Count / 2, Refused.Count / 2, LeftOpen.Count / 2));

    private static TheoryData<string, bool> Cases(Func<CosignCase, bool> those) =>
        [.. CosignCase.All.Values.Where(those).SelectMany(item => (TheoryDataRow<string, bool>[])[new(item.Id, true), new(item.Id, false)])];

    private Task<VerifyResult> VerifyAsync(string id, bool referrersApi)
    {
        var item = CosignCase.All[id];
        return Engine.VerifyAsync(
            registries.Of(referrersApi).Reference(item.Layout, item.Digest),
            new KeyReference(KeyScheme.File, VectorFiles.PathOf($"cosign/{item.Key}")),
            request => request with { Annotations = item.Annotations });
    }
}
