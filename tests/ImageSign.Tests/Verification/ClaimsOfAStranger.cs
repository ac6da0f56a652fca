using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Verification;

/// <summary>Anybody can sign anything with a key of their own: what such a signature says is shown, and shown as unsigned.</summary>
public sealed class ClaimsOfAStranger
{
    private const string Claim = "annotation:env";

    private static readonly Engine Engine = new();

    private static TestKeyPair Stranger => TestKeys.Shared(TestKeyAlgorithm.EcdsaP384);

    [Fact]
    public async Task In_an_archive_that_he_embedded_a_signature_into_are_unsigned()
    {
        using var image = EmbeddedImage.Create().Write();
        await Engine.SignAsync(image.Reference, Stranger, "embedded", Production);

        ClaimIs(signed: true, await Engine.VerifyAsync(image.Reference, Stranger));
        ClaimIs(signed: false, await image.VerifyAsync());
    }

    [Theory, InlineData("embedded"), InlineData("sigstore"), InlineData("cosign")]
    public async Task About_an_image_in_a_registry_are_unsigned(string format)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        await Engine.SignAsync(registry.Reference("app", "1"), Stranger, format, Production);

        ClaimIs(signed: true, await Engine.VerifyAsync(registry.Reference("app", "1"), Stranger));
        ClaimIs(signed: false, await Engine.VerifyAsync(registry.Reference("app", "1"), EmbeddedImage.Key));
    }

    [Fact]
    public async Task In_a_bundle_beside_an_archive_are_unsigned()
    {
        using var image = EmbeddedImage.Create().Write();
        await Engine.SignAsync(image.Reference, Stranger, with: request => Production(request) with { Formats = [] });

        ClaimIs(signed: true, await Engine.VerifyAsync(image.Reference, Stranger));
        ClaimIs(signed: false, await image.VerifyAsync());
    }

    [Theory, InlineData("jws-metadata")]
    public async Task With_a_certificate_that_no_trust_store_holds_are_unsigned(string layout)
    {
        using var engine = new NotaryEngine();
        var trusted = await engine.VerifyAsync(NotaryEngine.Request(layout, "strict"));
        var empty = Directory.CreateTempSubdirectory("imagesign-store-");
        var stranger = await engine.VerifyAsync(NotaryEngine.Request(layout, "strict") with { TrustStoreDirectory = empty.FullName });
        empty.Delete();

        Assert.Equal(VerdictOutcome.Trusted, trusted.Verdict.Outcome);
        Assert.NotEqual(VerdictOutcome.Trusted, stranger.Verdict.Outcome);
        Assert.All(FactsOfSignatures(stranger), fact => Assert.False(fact.Signed, fact.Name));
        Assert.Contains(FactsOfSignatures(trusted), fact => fact.Signed && fact.Name.StartsWith("annotation:", StringComparison.Ordinal));
    }

    private static SignRequest Production(SignRequest request) => request with { Annotations = new Dictionary<string, string> { ["env"] = "prod" } };

    private static void ClaimIs(bool signed, VerifyResult result)
    {
        Assert.Equal(signed ? VerdictOutcome.Trusted : VerdictOutcome.NotTrusted, result.Verdict.Outcome);
        var facts = FactsOfSignatures(result);
        var claims = facts.FindAll(fact => fact is { Name: Claim, Value: "prod" });
        Assert.NotEmpty(claims);
        Assert.All(claims, claim => Assert.Equal(signed, claim.Signed));
        if (!signed) Assert.DoesNotContain(facts, fact => fact.Signed);
    }

    private static List<Fact> FactsOfSignatures(VerifyResult result) =>
        [.. result.Verdict.Root.Flatten().Where(check => check.Id == CheckIds.Signature).SelectMany(check => check.Flatten()).SelectMany(check => check.Facts)];
}
