using System.Xml.Linq;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Packages;

[Collection(RealPackage.Name)]
public sealed class ASolutionOfTwoApps(PackedPackage package)
{
    [Theory]
    [InlineData("-m")]
    [InlineData("-mt")]
    public async Task Has_both_signed(string parallelism)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        using var console = await ConsumerApp.CreateAsync(package, "console", ("ImageSignResultFile", "signed.json"));
        using var web = await ConsumerApp.CreateAsync(package, "web", ("ImageSignResultFile", "signed.json"));
        using var solution = new TemporaryDirectory();
        var projects = new[] { console, web }.Select(app => new XElement("Project", new XAttribute("Path", app.ProjectFile)));
        solution.Write("Both.slnx", new XElement("Solution", projects).ToString());

        string[] arguments = ["publish", "Both.slnx", "/t:PublishContainer", parallelism, $"-p:ContainerRegistry={registry.Host}", $"-p:ContainerBaseImage={registry.Host}/base:1"];
        (await Dotnet.RunAsync(solution.Path, arguments)).EnsureSuccess();

        foreach (var (app, repository) in new[] { (console, "team/console"), (web, "team/web") })
        {
            await VerifiedImages.ShouldBeSignedAsync(registry.Reference(repository, "1"), app.PublicKey, "sigstore");
            Assert.StartsWith($"{registry.Host}/{repository}@", PublishSchema.Read(Path.Combine(app.ProjectDirectory, "signed.json"))["images"]![0]!["reference"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }
}
