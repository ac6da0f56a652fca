using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security;

/// <summary>Rule 7: .NET starts `./docker-credential-x` before the one in PATH. We do not.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class Rule07HostileHelper
{
    [Theory, InlineData("."), InlineData(""), InlineData("relative/bin")]
    public async Task In_the_working_directory_is_never_started(string pathEntry)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The helper of this test is a shell script.");
        using var directory = new TemporaryDirectory();
        using var environment = new EnvironmentScope();
        var before = Environment.CurrentDirectory;
        var witness = Path.Combine(directory.Path, "started");
        foreach (var place in (string[])["", "relative/bin"])
        {
            var script = directory.Write(Path.Combine(place, "docker-credential-evil"), $"#!/bin/sh\ntouch '{witness}'\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        directory.Write("config.json", """{"credsStore":"evil"}""");
        environment.Set("DOCKER_CONFIG", directory.Path).Set("PATH", $"{pathEntry}{Path.PathSeparator}{directory.Path}{Path.PathSeparator}/usr/bin{Path.PathSeparator}/bin");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = new BasicAuth("tester", "password") });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        try
        {
            Environment.CurrentDirectory = directory.Path;

            var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(registry.Reference("app", "1"), TestKeys.Shared(TestKeyAlgorithm.EcdsaP256)));

            Assert.Equal(ErrorCodes.CredentialHelperFailed, failure.Code);
            Assert.False(File.Exists(witness));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
