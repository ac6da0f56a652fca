using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Comparison;

/// <summary>What the package adds to a publish: the same application with it and without it, one manifest, one tag, a key that is not encrypted.</summary>
internal sealed class PublishOverhead(Desk desk, Race race, Report report)
{
    private const double MaxShare = 0.03;
    private const double MaxMilliseconds = 60;

    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : ExecutablePath.TryFind("dotnet", out var found) ? found : throw new PeerMissingException("dotnet");

    /// <summary>Publishes with the package of this version in a feed.</summary>
    public async Task RunAsync(string feed, string version, int rounds)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        var with = await ProjectAsync("with", feed, $"""
            <PropertyGroup><ImageSignKey>{desk.PrivateKey}</ImageSignKey></PropertyGroup>
            <ItemGroup><PackageReference Include="ImageSign.Tasks" Version="{version}" PrivateAssets="all" /></ItemGroup>
            """);
        var without = await ProjectAsync("without", feed, "");

        var series = await race.RunAsync(registry.Host, rounds, [Publish("with the package", with), Publish("without", without)]);

        if (registry.Content.Referrers("with", registry.Content.GetTag("with", "1")!).Count == 0) throw new InvalidOperationException("The publish with the package signed nothing.");
        report.Table("dotnet publish /t:PublishContainer", series);
        report.Bar("publish overhead, ms", series[0].Wall - series[1].Wall, Math.Max(MaxShare * series[1].Wall, MaxMilliseconds));
    }

    private static Contestant Publish(string name, string project) => Contestant.Of(name, Dotnet, "publish", project, "/t:PublishContainer", "--nologo", "-p:ContainerRegistry={host}", "-p:ContainerBaseImage={host}/base:1");

    // Both look for packages in the feed: a package source more is not what is measured.
    private async Task<string> ProjectAsync(string name, string feed, string more)
    {
        var directory = Directory.CreateDirectory(desk.Home.File(name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "Program.cs"), "System.Console.WriteLine();\n");
        var project = Path.Combine(directory, $"{name}.csproj");
        await File.WriteAllTextAsync(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
            <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ContainerRepository>{name}</ContainerRepository><ContainerImageTag>1</ContainerImageTag><RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources></PropertyGroup>
            {more}
            </Project>
            """);
        return project;
    }
}
