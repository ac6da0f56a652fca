using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Notary;

public sealed class WhereThePolicyIs
{
    [Fact]
    public async Task Without_a_key_and_a_policy_notations_own_place_counts_and_the_newer_name_first()
    {
        using var engine = new NotaryEngine();
        var request = NotaryEngine.Request("jws-p256", "strict") with { PolicyFile = null };
        Assert.Equal(ErrorCodes.NoKey, (await Assert.ThrowsAsync<ImageSignException>(() => engine.VerifyAsync(request))).Code);
        Directory.CreateDirectory(engine.ConfigurationDirectory);
        File.Copy(NotationVectors.Policy("strict"), Path.Combine(engine.ConfigurationDirectory, "trustpolicy.json"));
        var result = await engine.VerifyAsync(request);
        Assert.Equal((VerdictOutcome.Trusted, "strict"), (result.Verdict.Outcome, result.Verdict.Root.FactOf("level")));
        File.Copy(NotationVectors.Policy("strict-wrong-root"), Path.Combine(engine.ConfigurationDirectory, "trustpolicy.oci.json"));
        result = await engine.VerifyAsync(request);
        Assert.Equal(VerdictOutcome.NotTrusted, result.Verdict.Outcome);
        Assert.EndsWith("trustpolicy.oci.json", result.Verdict.Root.FactOf("policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layout_without_a_scope_is_judged_by_the_global_statement_only()
    {
        using var engine = new NotaryEngine();
        Assert.Equal(VerdictOutcome.Trusted, (await engine.VerifyAsync(NotaryEngine.Request("jws-p256", "strict") with { Scope = null })).Verdict.Outcome);
        Assert.Equal(ErrorCodes.NoStatementApplies, (await engine.VerifyAsync(NotaryEngine.Request("jws-p256", "skip") with { Scope = null })).Verdict.Root.Code);
    }

    [Fact]
    public async Task Level_skip_is_never_trusted()
    {
        using var engine = new NotaryEngine();
        var result = await engine.VerifyAsync(NotaryEngine.Request("unsigned", "skip"));
        Assert.Equal((VerdictOutcome.NotEvaluated, CheckOutcome.Skip), (result.Verdict.Outcome, result.Verdict.Root.Outcome));
        Assert.DoesNotContain(result.Verdict.Root.Flatten(), check => check.Id == CheckIds.Signatures);
    }

    [Fact]
    public async Task A_key_and_a_policy_do_not_stand_in_for_each_other()
    {
        using var engine = new NotaryEngine();
        var key = new ImageSign.Keys.KeyReference(ImageSign.Keys.KeyScheme.File, Path.Combine(NotationVectors.Folder, "pki", "p256", "leaf.crt"));
        Assert.Equal(ErrorCodes.NotSupportedHere, (await Assert.ThrowsAsync<ImageSignException>(() => engine.VerifyAsync(NotaryEngine.Request("jws-p256", "strict") with { Keys = [key] }))).Code);
    }
}
