using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>Every verification of the vectors: those that notation made, and those where the specification wins over it.</summary>
public sealed class TheCallsOfNotation(RevocationServers servers) : IClassFixture<RevocationServers>
{
    public static TheoryData<NotationCall> Judged { get; } = [.. NotationCall.All.Where(call => !FailingCheck.IsOfPolicy(call))];

    public static TheoryData<NotationCall> BadPolicies { get; } = [.. NotationCall.All.Where(FailingCheck.IsOfPolicy)];

    [Fact]
    public void Are_all_there() => Assert.Equal((450, 17), (Judged.Count, BadPolicies.Count));

    [Theory, MemberData(nameof(Judged))]
    public async Task Come_out_as_expected(NotationCall call)
    {
        Assert.NotNull(servers);
        using var engine = new NotaryEngine();
        var result = await engine.VerifyAsync(NotaryEngine.Request(call.Layout, call.Policy) with { Scope = call.Scope, Annotations = call.Annotations });
        var expected = call.Policy == "skip" ? VerdictOutcome.NotEvaluated : call.Passes ? VerdictOutcome.Trusted
            // Without a store that the policy names, nobody can say whether the signer is trusted.
            : call.Policy is "strict-missing-store" or "strict-tsa-missing" && result.Verdict.Root.Code == ErrorCodes.TrustStoreUnusable ? VerdictOutcome.Undecided
            : VerdictOutcome.NotTrusted;
        Assert.True(result.Verdict.Outcome == expected, $"{result.Verdict.Outcome}: {Describe(result.Verdict.Root)}");
        if (!call.Passes && call.Policy != "skip") Assert.Contains(FailingCheck.Of(call), result.Verdict.Root.Flatten().Where(check => check.Outcome == CheckOutcome.Fail && check.Children.Count == 0).Select(check => check.Id).DefaultIfEmpty(CheckIds.Signatures));
    }

    [Theory, MemberData(nameof(BadPolicies))]
    public async Task With_a_bad_policy_cannot_be_decided_and_name_the_rule(NotationCall call)
    {
        using var engine = new NotaryEngine();
        var e = await Assert.ThrowsAsync<ImageSignException>(() => engine.VerifyAsync(NotaryEngine.Request(call.Layout, call.Policy)));
        Assert.Equal(FailingCheck.CodeOf(call.Policy), e.Code);
        Assert.True(e.Code.Undecided);
    }

    private static string Describe(Check root) => string.Join("; ", root.Flatten().Where(check => !check.Passed).Select(check => $"{check.Id}: {check.Outcome} {check.Reason}"));
}
