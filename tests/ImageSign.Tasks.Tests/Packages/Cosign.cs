using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>The real cosign, as a second judge.</summary>
internal static class Cosign
{
    /// <summary>Requires that cosign accepts the image by both kinds of signature that it knows.</summary>
    public static async Task ShouldAcceptAsync(string image, string publicKeyFile)
    {
        RealPeer.Require("cosign");
        using var home = PeerHome.Create();
        foreach (var bundles in new[] { "true", "false" })
        {
            var result = await home.RunAsync(
                "cosign", ["verify", "--key", publicKeyFile, "--insecure-ignore-tlog", $"--new-bundle-format={bundles}", image], cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(result.Succeeded, $"{image}, bundles {bundles}:\n{result.Error}");
        }
    }

    /// <summary>Requires that cosign accepts the bundle beside a file.</summary>
    public static async Task ShouldAcceptFileAsync(string file, string publicKeyFile)
    {
        RealPeer.Require("cosign");
        using var home = PeerHome.Create();
        string[] arguments = ["verify-blob", "--key", publicKeyFile, "--insecure-ignore-tlog", "--bundle", $"{file}.sigstore.json", file];
        var result = await home.RunAsync("cosign", arguments, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, $"{file}:\n{result.Error}");
    }
}
