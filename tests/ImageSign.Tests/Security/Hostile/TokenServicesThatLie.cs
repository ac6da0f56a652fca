using System.Text;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A token service that loops, lies, stalls, or has another clock.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class TokenServicesThatLie
{
    private static readonly Func<HttpRequest, bool> Tokens = On.Path("/token");

    private static readonly Dictionary<string, Situation> Table = new(StringComparer.Ordinal)
    {
        ["an honest one"] = new(_ => { }),
        ["errors for a while"] = new(Tokens, new AtFirstFault(3, new StatusCodeFault(503))),
        ["a connection that breaks for a while"] = new(Tokens, new AtFirstFault(3, new DropConnectionFault())),
        ["errors for ever"] = new Situation(Tokens, new StatusCodeFault(500)).Both(ErrorCodes.TokenServiceFailed),
        ["a connection that breaks for ever"] = new Situation(Tokens, new DropConnectionFault()).Both(ErrorCodes.TokenServiceFailed),
        ["a refusal"] = new Situation(Tokens, new StatusCodeFault(403)).Both(ErrorCodes.Unauthorized),
        ["a redirect to itself"] = new Situation(Tokens, new RedirectLoopFault()).Both(ErrorCodes.TokenServiceFailed),
        ["a redirect elsewhere"] = new Situation(Tokens, new RedirectFault(new Uri("http://localhost:1/token"))).Both(ErrorCodes.TokenServiceFailed),
        ["no answer"] = new Situation(Tokens, DelayFault.Before(60_000)) { Timeout = TimeSpan.FromSeconds(1) }.Both(ErrorCodes.TimedOut),
        ["an answer that drips"] = new Situation(Tokens, new SlowBodyFault(1, TimeSpan.FromMilliseconds(100))) { Timeout = TimeSpan.FromSeconds(1) }.Both(ErrorCodes.TimedOut),
        ["an answer without end"] = new Situation(Tokens, new EndlessBodyFault()).Both(ErrorCodes.OverLimit),
        ["a token that is not good for anything"] = Said("""{"token":"abc"}""").Both(ErrorCodes.NotAllowed),
        ["a token with a line break"] = Said("""{"token":"abc\r\nX-Evil: 1"}""").Both(ErrorCodes.TokenServiceFailed),
        ["a token that is a number"] = Said("""{"token":1}""").Both(ErrorCodes.TokenServiceFailed),
        ["a token of no length"] = Said("""{"token":""}""").Both(ErrorCodes.TokenServiceFailed),
        ["no token"] = Said("{}").Both(ErrorCodes.TokenServiceFailed),
        ["two tokens"] = Said("""{"token":"abc","token":"def"}""").Both(ErrorCodes.TokenServiceFailed),
        ["an answer that is no JSON"] = Said("<html>").Both(ErrorCodes.TokenServiceFailed),
        ["an answer that is deep"] = Said(new string('[', 30_000)).Both(ErrorCodes.TokenServiceFailed),
        ["a lifetime that is a word"] = Expiring("\"soon\"").Both(ErrorCodes.TokenServiceFailed),
        ["a lifetime below zero"] = Expiring("-1"),
        ["a lifetime of nothing"] = Expiring("0"),
        ["a lifetime beyond all numbers"] = Expiring("1e400"),
        ["a lifetime of 68 years"] = Expiring("2147483647"),
        ["tokens that the registry takes only once"] = new(site => site.Registry.Reconfigure(options => options with { Auth = Account with { TokenLifetime = TimeSpan.FromSeconds(1) } })),
        ["tokens from a clock that is a day ahead"] = new(Dated(TimeSpan.FromDays(1))),
        ["tokens from a clock that is a day behind"] = new(Dated(TimeSpan.FromDays(-1))),
        ["challenges without end"] = new Situation(On.Path("/v2/*"), Challenge("Bearer realm=\"{host}/token\",service=\"s\""))
        { MaxRequests = 4 }.Both(ErrorCodes.NotAllowed),
        ["a challenge that is one long word"] = new Situation(On.Path("/v2/*"), Challenge($"Bearer {new string('a', 30_000)}")).Both(ErrorCodes.TokenServiceFailed),
        ["a challenge of an unknown kind"] = new Situation(On.Path("/v2/*"), Challenge("Negotiate")).Both(ErrorCodes.NotAllowed),
    };

    private static BearerAuth Account => new("tester", "secret");

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory, MemberData(nameof(Rows))]
    public Task Are_endured(string row) => HostileSite.EndureAsync(Table[row] with { Auth = Account });

    private static Situation Said(string body) => new(Tokens, new WrongBytesFault(Encoding.UTF8.GetBytes(body)));

    /// <summary>Good tokens with another lifetime.</summary>
    private static Situation Expiring(string lifetime) => new(Tokens, new RewriteBodyFault(body => body.Replace("\"expires_in\":300", $"\"expires_in\":{lifetime}", StringComparison.Ordinal)));

    private static Action<HostileSite> Dated(TimeSpan skew) => site =>
    {
        site.Registry.Faults.Add(On.Any, new RewriteHeaderFault("Date", _ => (DateTimeOffset.UtcNow + skew).ToString("R")));
        site.Registry.Faults.Add(Tokens, new RewriteBodyFault(body => body.Replace("\"issued_at\":\"20", $"\"issued_at\":\"{(skew > TimeSpan.Zero ? "21" : "19")}", StringComparison.Ordinal)));
    };

    private static CustomFault Challenge(string value) => new(context =>
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = value.Replace("{host}", $"http://{context.Request.Host}", StringComparison.Ordinal);
        return Task.FromResult(true);
    });
}
