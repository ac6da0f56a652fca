using System.Text.Json.Nodes;
using ImageSign.Keys;
using ImageSign.Keys.NotationPlugin;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Verification;

namespace ImageSign.Tests.Keys;

public sealed class APluginOfNotation
{
    private static readonly Dictionary<string, string> Blue = new() { ["color"] = "blue" };

    [Theory, InlineData("notary-jws"), InlineData("notary-cose"), InlineData("sigstore")]
    public async Task Signs_in_every_format(string format)
    {
        using var plugin = new InstalledPlugin("raw");
        using var signer = new NotarySigner();
        await SignAsync(signer, plugin, format);
        if (format != "sigstore") Assert.Equal(VerdictOutcome.Trusted, (await signer.VerifyAsync()).Verdict.Outcome);
        Assert.Equal(["get-plugin-metadata", "describe-key", "generate-signature", "generate-signature"], plugin.Requests.Select(request => request["cmd"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Makes_whole_envelopes_and_is_asked_when_they_are_verified()
    {
        using var plugin = new InstalledPlugin("env");
        using var signer = new NotarySigner();
        await SignAsync(signer, plugin, "notary-jws", TimeSpan.FromDays(1));
        using var engine = new NotaryEngine { Options = signer.Engine.Options with { Trust = plugin.Trust(signer.Engine) } };
        foreach (var (mode, policy, outcome) in ((string, string, VerdictOutcome)[])
        [
            ("verify", "strict", VerdictOutcome.Trusted), ("verify", "audit", VerdictOutcome.Trusted),
            ("verifyfail", "strict", VerdictOutcome.NotTrusted), ("verifyfail", "permissive", VerdictOutcome.NotTrusted), ("verifyfail", "audit", VerdictOutcome.Trusted),
            ("raw", "audit", VerdictOutcome.NotTrusted), ("old", "audit", VerdictOutcome.NotTrusted), ("verifypart", "audit", VerdictOutcome.NotTrusted),
        ]) Assert.Equal((mode, policy, outcome), (mode, policy, await VerifyAsync(plugin, engine, signer, mode, policy)));
    }

    [Fact]
    public async Task Is_not_started_for_a_signer_whom_nobody_trusts()
    {
        using var plugin = new InstalledPlugin("env");
        using var signer = new NotarySigner();
        await SignAsync(signer, plugin, "notary-jws");
        File.Delete(Path.Combine(plugin.Home, "requests.jsonl"));
        using var engine = new NotaryEngine { Options = signer.Engine.Options with { Trust = plugin.Trust(signer.Engine) } };
        Assert.Equal(VerdictOutcome.NotTrusted, await VerifyAsync(plugin, engine, signer, "verify", "audit-wrong-root"));
        Assert.Empty(plugin.Requests);
    }

    [Theory]
    [InlineData("rawerr", "ACCESS_DENIED: you shall not pass")]
    [InlineData("rawstderr", "plain words of a crash")]
    [InlineData("silent", "exit code 3")]
    [InlineData("rawbad", "not one of its certificate's key")]
    [InlineData("otherkey", "about another key")]
    [InlineData("future", "contract version 1.0")]
    [InlineData("wrongname", "somebody.else")]
    [InlineData("verify", "does not sign")]
    public async Task That_fails_is_quoted(string mode, string words)
    {
        using var plugin = new InstalledPlugin(mode);
        using var signer = new NotarySigner();
        var e = await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, plugin, "notary-jws"));
        Assert.True(e.Code == ErrorCodes.PluginFailed || e.Code == ErrorCodes.PluginNotUsable, e.ToString());
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_changes_what_is_signed_is_refused()
    {
        using var plugin = new InstalledPlugin("envtamper");
        using var signer = new NotarySigner();
        Assert.Equal(ErrorCodes.SelfVerificationFailed, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, plugin, "notary-jws"))).Code);
    }

    [Fact]
    public async Task That_never_answers_or_never_stops_is_ended()
    {
        using var plugin = new InstalledPlugin("slow");
        var host = PluginHost.Open(plugin.PluginDirectory, InstalledPlugin.Name, Blue);
        var slow = new TimeoutOf(host, TimeSpan.FromSeconds(1));
        Assert.Equal(ErrorCodes.TimedOut, (await Assert.ThrowsAsync<ImageSignException>(slow.SignAsync)).Code);
        plugin.Mode = "flood";
        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(new TimeoutOf(host, TimeSpan.FromMinutes(1)).SignAsync)).Code);
    }

    [Theory, InlineData(".."), InlineData("a/b"), InlineData("a..b"), InlineData(""), InlineData("nobody")]
    public void With_a_name_that_leads_elsewhere_is_not_looked_for(string name)
    {
        using var directory = new TempDirectory();
        Assert.Equal(ErrorCodes.PluginNotUsable, Assert.Throws<ImageSignException>(() => PluginHost.Open(directory.Path, name, Blue)).Code);
    }

    [Theory, InlineData("link"), InlineData("mode")]
    public void That_is_a_link_or_no_program_is_not_started(string kind)
    {
        using var plugin = new InstalledPlugin("raw");
        if (kind == "link")
        {
            File.Move(plugin.Executable, plugin.Executable + ".real");
            File.CreateSymbolicLink(plugin.Executable, plugin.Executable + ".real");
        }
        else if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin.Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Equal(ErrorCodes.PluginNotUsable, Assert.Throws<ImageSignException>(() => PluginHost.Open(plugin.PluginDirectory, InstalledPlugin.Name, Blue)).Code);
    }

    [Theory, InlineData("raw", 6), InlineData("env", 16)]
    public async Task Is_sent_what_notation_sends(string mode, int line)
    {
        using var plugin = new InstalledPlugin(mode);
        using var signer = new NotarySigner();
        await SignAsync(signer, plugin, "notary-jws", mode == "env" ? TimeSpan.FromDays(1) : null);
        var transcript = File.ReadLines(Path.Combine(NotationVectors.Folder, "plugin-protocol", "transcript.jsonl")).Select(text => JsonNode.Parse(text)!.AsObject()).ToArray();
        Assert.Equal(Shape(transcript[line]["request"]!), Shape(plugin.Requests[^1]["request"]!));
        Assert.Equal(Shape(transcript[2]["request"]!), Shape(plugin.Requests[0]["request"]!));
        if (mode == "raw") Assert.Equal(Shape(transcript[4]["request"]!), Shape(plugin.Requests[1]["request"]!));
    }

    [Fact]
    public async Task Is_asked_to_verify_with_what_notation_asks_with()
    {
        using var plugin = new InstalledPlugin("verify");
        using var engine = new NotaryEngine();
        using var withPlugin = new NotaryEngine { Options = engine.Options with { Trust = plugin.Trust(engine) } };
        var request = NotaryEngine.Request("plugin-envelope-jws", "strict") with { PluginConfiguration = new Dictionary<string, string> { ["a"] = "b" } };
        Assert.Equal(VerdictOutcome.Trusted, (await withPlugin.VerifyAsync(request)).Verdict.Outcome);
        var line = File.ReadLines(Path.Combine(NotationVectors.Folder, "plugin-protocol", "transcript.jsonl")).Select(text => JsonNode.Parse(text)!.AsObject())
            .First(entry => entry["cmd"]!.GetValue<string>() == "verify-signature" && entry["request"] is not null);
        Assert.Equal(line["request"]!.ToJsonString(), plugin.Requests[^1]["request"]!.ToJsonString());
    }

    private static Task<SignResult> SignAsync(NotarySigner signer, InstalledPlugin plugin, string format, TimeSpan? expiresIn = null)
    {
        var key = KeyReference.Parse($"plugin://{InstalledPlugin.Name}/key-1") with { Configuration = Blue };
        var options = signer.Engine.Options with { Keys = [new NotationPluginKeyProvider(plugin.PluginDirectory)] };
        return new ImageSigner(options).SignAsync(new SignRequest(signer.Image, key) { Formats = [format], ExpiresIn = expiresIn }, TestContext.Current.CancellationToken);
    }

    private static async Task<VerdictOutcome> VerifyAsync(InstalledPlugin plugin, NotaryEngine engine, NotarySigner signer, string mode, string policy)
    {
        plugin.Mode = mode;
        return (await engine.VerifyAsync(NotarySigner.VerifyRequest(signer.Image, policy))).Verdict.Outcome;
    }

    /// <summary>A request without what differs from run to run.</summary>
    private static string Shape(JsonNode request)
    {
        var shape = request.DeepClone().AsObject();
        if (shape.ContainsKey("payload")) shape["payload"] = "…";
        return shape.ToJsonString();
    }

    private sealed class TimeoutOf(PluginHost host, TimeSpan timeout)
    {
        public async Task SignAsync()
        {
            using var answer = await host.RequestAsync("generate-signature", writer => writer.WriteString("keyId", "key-1"), timeout, TestContext.Current.CancellationToken);
        }
    }
}
