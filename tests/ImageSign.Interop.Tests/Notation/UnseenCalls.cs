using System.Globalization;
using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Notation;

/// <summary>notation 1.3.2 and ImageSign answer calls that are in no list; <c>IMAGESIGN_TEST_CALLS=5000</c> asks more of them.</summary>
public sealed class UnseenCalls
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("IMAGESIGN_TEST_CALLS"), CultureInfo.InvariantCulture, out var count) ? count : 150;

    /// <summary>Each odd scope, store and identity in a policy that is good otherwise; level audit tells whether the policy could be read at all.</summary>
    private static IEnumerable<NotationQuestion> WithOneOddPart =>
        from level in (string[])["strict", "audit"]
        from policy in (string[])[
            .. RandomCall.Scopes.Select(scope => PolicyOf(level, scope, "ca:all", "*")),
            .. RandomCall.Stores.Select(store => PolicyOf(level, "local/test", store, "*")),
            .. RandomCall.Stores.Select(store => PolicyOf(level, "local/test", $"ca:all\", \"{store}", "*")),
            .. RandomCall.Identities.Select(identity => PolicyOf(level, "local/test", "ca:all", JsonEncodedText.Encode(identity).Value)),
        ]
        select new NotationQuestion("jws-p256", "local/test", null, policy);

    [Fact]
    public Task With_one_odd_part_come_out_the_same() => ShouldComeOutTheSameAsync([.. WithOneOddPart]);

    [Fact]
    public Task At_random_come_out_the_same() => ShouldComeOutTheSameAsync([.. Enumerable.Range(0, Count).Select(seed => new RandomCall(seed).Question)]);

    private static async Task ShouldComeOutTheSameAsync(IReadOnlyList<NotationQuestion> questions)
    {
        RealPeer.Require("notation");
        using var home = new NotationHome();
        var disagreements = new List<string>();
        var passes = 0;
        foreach (var question in questions)
        {
            await File.WriteAllTextAsync(home.PolicyFile, question.Policy, TestContext.Current.CancellationToken);
            var (ours, theirs) = NotationHome.VectorLayout(question.Layout);
            var notation = await home.NotationResultAsync(theirs, ["--scope", question.Scope, .. question.Metadata is { } pair ? (string[])["--user-metadata", pair] : []]);
            var (passed, why) = await VerifyAsync(home, ours, question);
            if (notation.Succeeded) passes++;
            if (passed != notation.Succeeded) disagreements.Add($"{question}\nours: {(passed ? "pass" : "fail")} {why}\nnotation: {(notation.Succeeded ? "pass" : "fail")} {notation.Output}");
        }

        Assert.True(disagreements.Count == 0, $"{disagreements.Count} of {questions.Count}\n{string.Join("\n\n", disagreements)}");
        Assert.InRange(passes, questions.Count / 10, questions.Count - (questions.Count / 10));
    }

    private static async Task<(bool Passed, string? Why)> VerifyAsync(NotationHome home, ImageReference image, NotationQuestion call)
    {
        try
        {
            var pair = call.Metadata?.Split('=');
            var annotations = pair is null ? [] : new Dictionary<string, string> { [pair[0]] = pair[1] };
            var result = await home.VerifyAsync(image, request => request with { Scope = call.Scope, Annotations = annotations });
            return (result.Verdict.Outcome is VerdictOutcome.Trusted or VerdictOutcome.NotEvaluated, result.Verdict.Root.Reason);
        }
        catch (ImageSignException e)
        {
            return (false, $"{e.Code} {e.Message}");
        }
    }

    private static string PolicyOf(string level, string scope, string store, string identity) => $$"""
        {"version": "1.0", "trustPolicies": [{"name": "p", "registryScopes": ["{{scope}}"], "signatureVerification": {"level": "{{level}}"}, "trustStores": ["{{store}}"], "trustedIdentities": ["{{identity}}"]}]}
        """;
}
