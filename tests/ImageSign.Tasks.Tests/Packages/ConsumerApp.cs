using System.Xml.Linq;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>A project that <c>dotnet new</c> made, with the package and a key: what a user has after reading the README.</summary>
public sealed class ConsumerApp : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestKeyPair _key = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);

    private ConsumerApp(string name)
    {
        Name = name;
        PublicKey = _key.Write(_directory.File("signing")).PublicKey;
    }

    public string Name { get; }

    public string PublicKey { get; }

    public TestKeyPair Key => _key;

    public string ProjectDirectory => _directory.File(Name);

    public string ProjectFile => _directory.File(Name, $"{Name}.csproj");

    /// <summary>Makes the project; <paramref name="properties"/> go into its csproj.</summary>
    public static async Task<ConsumerApp> CreateAsync(PackedPackage package, string template, params (string Name, string Value)[] properties)
    {
        var app = new ConsumerApp($"My{template}");
        (await Dotnet.RunAsync(app._directory.Path, "new", template, "-n", app.Name, "--no-restore")).EnsureSuccess();
        app.Edit(project => project.Add(
            new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", "ImageSign.Tasks"), new XAttribute("Version", package.Version))),
            new XElement(
                "PropertyGroup",
                new XElement("RestoreAdditionalProjectSources", package.Feed),
                new XElement("ImageSignKey", "../signing.key"),
                new XElement("ContainerRepository", $"team/{template}"),
                new XElement("ContainerImageTags", "1;latest"),
                properties.Select(property => new XElement(property.Name, property.Value)))));
        return app;
    }

    public void Edit(Action<XElement> edit)
    {
        var project = XElement.Load(ProjectFile);
        edit(project);
        project.Save(ProjectFile);
    }

    public Task<ProcessResult> PublishAsync(string registryHost, params IReadOnlyList<string> arguments) => PublishAsync(registryHost, new Dictionary<string, string?>(), arguments);

    public Task<ProcessResult> PublishAsync(string registryHost, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments) => Dotnet.RunAsync(
        ProjectDirectory,
        environment,
        ["publish", "/t:PublishContainer", $"-p:ContainerRegistry={registryHost}", $"-p:ContainerBaseImage={registryHost}/base:1", .. arguments]);

    public void Dispose() => _directory.Dispose();
}
