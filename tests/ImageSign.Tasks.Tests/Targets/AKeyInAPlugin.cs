using ImageSign.Tasks.Tests.Packages;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class AKeyInAPlugin
{
    private const string Variable = "IMAGESIGN_TEST_PLUGIN_TOKEN";

    [Fact]
    public async Task Is_told_what_the_variables_hold_and_no_log_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plug-in is a shell script.");
        var secret = $"token-{Guid.NewGuid():N}";
        using var publish = Publish("plugin://example-kms/release", $"token=env:{Variable}");
        publish.Write("config/notation/plugins/example-kms/notation-example-kms", $"#!/bin/sh\ncat >> '{publish.PathOf("asked.json")}'\nexit 3\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(publish.PathOf("config/notation/plugins/example-kms/notation-example-kms"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var environment = new Dictionary<string, string?> { ["XDG_CONFIG_HOME"] = publish.PathOf("config"), [Variable] = secret };

        var result = await Dotnet.RunAsync(Path.GetTempPath(), environment, "msbuild", publish.WriteProject(), "-t:PublishContainer", "-v:diag", $"-bl:{publish.PathOf("log.binlog")};ProjectImports=ZipFile");

        Assert.Contains("IMGSIGN3016", result.Output, StringComparison.Ordinal);
        Assert.Contains($"\"token\":\"{secret}\"", await File.ReadAllTextAsync(publish.PathOf("asked.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var log = new LoggedText(result.Output + result.Error, publish.PathOf("log.binlog"));
        Assert.True(log.Holds(Variable), "the search finds what is there");
        Assert.False(log.Holds(secret));
    }

    [Theory]
    [InlineData("token=a-secret-value")]
    [InlineData("a-secret-value")]
    [InlineData("=env:A_SECRET_VALUE")]
    [InlineData("token=env:DOTNET_A_SECRET_VALUE")]
    [InlineData("token=env:a secret value")]
    [InlineData("token=env:IMAGESIGN_TEST_NOT_SET")]
    [InlineData("token=env:PATH;token=env:PATH")]
    public void Is_configured_by_variables_and_what_is_refused_is_not_repeated(string configuration)
    {
        using var publish = Publish("plugin://example-kms/release", configuration);
        var outcome = publish.Publish();

        outcome.ShouldFailWith("IMGSIGN7022");
        Assert.DoesNotContain(configuration, outcome.Log.Errors[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", outcome.Log.Errors[0].Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Alone_takes_a_configuration()
    {
        using var publish = Publish("a.key", "token=env:PATH");
        publish.Publish().ShouldFailWith("IMGSIGN1006");
    }

    private static FakePublish Publish(string key, string configuration)
    {
        var publish = new FakePublish { Image = TestImages.Build() };
        publish.Properties["ContainerRegistry"] = "registry.example";
        publish.Items.Add(("ImageSigner", key, [("PluginConfig", configuration), ("Format", "notary-jws")]));
        return publish;
    }
}
