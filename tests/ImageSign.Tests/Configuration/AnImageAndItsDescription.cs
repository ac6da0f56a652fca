using System.Text;
using ImageSign.Configuration;
using ImageSign.Verification;

namespace ImageSign.Tests.Configuration;

/// <summary>Each field states what it wants of the image's configuration: equality, or a subset (SECURITY-RULES 25).</summary>
public sealed class AnImageAndItsDescription
{
    private const string? NoBase = null;
    private const string Base = """{"Env":["PATH=/bin"],"Entrypoint":["/init"]}""";

    [Theory]
    // Equal for the names given …
    [InlineData("env: {A: x}", """{"Env":["A=x"]}""", NoBase, CheckOutcome.Pass)]
    [InlineData("env: {A: x}", """{"Env":["A=y"]}""", NoBase, CheckOutcome.Fail)]
    [InlineData("env: {A: x}", """{"Env":["A=x=y"]}""", NoBase, CheckOutcome.Fail)]
    [InlineData("env: {A: x}", """{"Env":["a=x"]}""", Base, CheckOutcome.Fail)]
    [InlineData("env: {A: x}", "{}", NoBase, CheckOutcome.Fail)]
    [InlineData("env: {A: x}", """{"Env":["A=y","A=x"]}""", NoBase, CheckOutcome.Fail)]
    // … and no name beyond these and the base's.
    [InlineData("env: {A: x}", """{"Env":["A=x","PATH=/bin"]}""", Base, CheckOutcome.Pass)]
    [InlineData("env: {A: x}", """{"Env":["A=x","PATH=/bin","LD_PRELOAD=/evil.so"]}""", Base, CheckOutcome.Fail)]
    [InlineData("env: {A: x}", """{"Env":["A=x","PATH=/evil"]}""", Base, CheckOutcome.Fail)]
    [InlineData("env: {A: x}", """{"Env":["A=x","LD_PRELOAD=/evil.so"]}""", NoBase, CheckOutcome.Skip)]
    [InlineData("env: {}", """{"Env":["PATH=/bin"]}""", Base, CheckOutcome.Pass)]
    // Equal.
    [InlineData("workdir: /app", """{"WorkingDir":"/app"}""", NoBase, CheckOutcome.Pass)]
    [InlineData("workdir: /app", """{"WorkingDir":"/app/x"}""", NoBase, CheckOutcome.Fail)]
    [InlineData("workdir: /", "{}", NoBase, CheckOutcome.Pass)]
    [InlineData("workdir: /app", "{}", NoBase, CheckOutcome.Fail)]
    [InlineData("user: nobody", """{"User":"nobody"}""", NoBase, CheckOutcome.Pass)]
    [InlineData("user: nobody", """{"User":"nobody:root"}""", NoBase, CheckOutcome.Fail)]
    [InlineData("user: nobody", "{}", NoBase, CheckOutcome.Fail)]
    [InlineData("entrypoint: [/run, x]", """{"Entrypoint":["/run","x"]}""", NoBase, CheckOutcome.Pass)]
    [InlineData("entrypoint: [/run, x]", """{"Entrypoint":["/run x"]}""", NoBase, CheckOutcome.Fail)]
    [InlineData("entrypoint: run x", """{"Entrypoint":["/bin/sh","-c","run x"]}""", NoBase, CheckOutcome.Pass)]
    [InlineData("entrypoint: [/run]", "{}", NoBase, CheckOutcome.Fail)]
    // Equal, and the command is nobody's argument but the base's.
    [InlineData("cmd: [a, b]", """{"Cmd":["a","b"]}""", NoBase, CheckOutcome.Pass)]
    [InlineData("cmd: [a, b]", """{"Cmd":["a"]}""", NoBase, CheckOutcome.Fail)]
    [InlineData("cmd: []", "{}", NoBase, CheckOutcome.Pass)]
    [InlineData("cmd: [a]", """{"Cmd":["a"],"Entrypoint":["/init"]}""", Base, CheckOutcome.Pass)]
    [InlineData("cmd: [a]", """{"Cmd":["a"],"Entrypoint":["/evil"]}""", Base, CheckOutcome.Fail)]
    [InlineData("cmd: [a]", """{"Cmd":["a"],"Entrypoint":["/evil"]}""", NoBase, CheckOutcome.Skip)]
    [InlineData("cmd: [a]", """{"Cmd":["b"],"Entrypoint":["/evil"]}""", NoBase, CheckOutcome.Fail)]
    // A subset.
    [InlineData("labels: {a: x}", """{"Labels":{"a":"x","b":"y"}}""", NoBase, CheckOutcome.Pass)]
    [InlineData("labels: {a: x}", """{"Labels":{"a":"y"}}""", NoBase, CheckOutcome.Fail)]
    [InlineData("labels: {a: x}", """{"Labels":null}""", NoBase, CheckOutcome.Fail)]
    public void Are_compared(string yaml, string config, string? knownBase, CheckOutcome expected)
    {
        var check = Assert.Single(Compare(yaml, config, knownBase));

        Assert.Equal($"config.{yaml[..yaml.IndexOf(':', StringComparison.Ordinal)]}", check.Id);
        Assert.True(expected == check.Outcome, $"{check.Outcome}: {check.Reason}");
        if (expected == CheckOutcome.Fail) Assert.Equal(ErrorCodes.NotAsDescribed, check.Code);
        else Assert.NotNull(check.Reason);
    }

    [Fact]
    public void An_entry_point_that_is_described_may_have_the_command() =>
        Assert.All(Compare("cmd: [a]\nentrypoint: [/own]", """{"Cmd":["a"],"Entrypoint":["/own"]}""", Base), check => Assert.True(check.Passed, check.Reason));

    [Fact]
    public void What_is_not_described_is_not_compared() => Assert.Empty(Compare("from: scratch", """{"User":"root","Cmd":["a"]}""", NoBase));

    private static List<Check> Compare(string yaml, string config, string? knownBase)
    {
        var found = knownBase is null ? BaseFinding.NotDescribed : new BaseFinding(Settings(knownBase), "");
        return [.. new FieldChecks(DescriptionReader.Read("x.yaml", new StringReader(yaml)), Settings(config), found).Evaluate()];
    }

    private static RunSettings Settings(string config) => RunSettings.Read(Encoding.UTF8.GetBytes($$"""{"config":{{config}}}"""));
}
