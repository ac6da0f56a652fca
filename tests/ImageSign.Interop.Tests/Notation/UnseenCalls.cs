using System.Globalization;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Notation;

/// <summary>notation 1.3.2 and ImageSign answer calls that are in no list; <c>IMAGESIGN_TEST_CALLS=5000</c> asks more of them.</summary>
public sealed class UnseenCalls
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("IMAGESIGN_TEST_CALLS"), CultureInfo.InvariantCulture, out var count) ? count : 150;

    [Fact]
    public async Task Come_out_the_same()
    {
        RealPeer.Require("notation");
        using var home = new NotationHome();
        var disagreements = new List<string>();
        var passes = 0;
        for (var seed = 0; seed < Count; seed++)
        {
            var call = new RandomCall(seed);
            await File.WriteAllTextAsync(home.PolicyFile, call.Policy, TestContext.Current.CancellationToken);
            var (ours, theirs) = NotationHome.VectorLayout(call.Layout);
            var notation = await home.NotationResultAsync(theirs, ["--scope", call.Scope, .. call.Metadata is { } pair ? (string[])["--user-metadata", pair] : []]);
            var (passed, why) = await VerifyAsync(home, ours, call);
            if (notation.Succeeded) passes++;
            if (passed != notation.Succeeded) disagreements.Add($"seed {seed}: {call.Layout}, scope {call.Scope}, metadata {call.Metadata}\nours: {(passed ? "pass" : "fail")} {why}\nnotation: {notation.Output}\n{call.Policy}");
        }

        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements));
        Assert.InRange(passes, Count / 20, Count - (Count / 20));
    }

    private static async Task<(bool Passed, string? Why)> VerifyAsync(NotationHome home, ImageReference image, RandomCall call)
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
}
