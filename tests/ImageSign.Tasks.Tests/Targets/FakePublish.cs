using System.Text;
using System.Xml.Linq;
using ImageSign.Oci;
using ImageSign.Testing.Images;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>
/// A project that imports the package's real props and targets, and whose PublishContainer says what the SDK's would say (each image twice), without
/// pushing anything: a test puts the images into a registry itself. Runs in process, in milliseconds.
/// </summary>
internal sealed class FakePublish : IDisposable
{
    private static readonly string Package = Path.Combine(AppContext.BaseDirectory, "package", "build");

    private readonly TemporaryDirectory _directory = new();

    /// <summary>What the project sets.</summary>
    public Dictionary<string, string> Properties { get; } = new()
    {
        ["ContainerRepository"] = "team/app",
        ["IsPublishable"] = "true", // the SDK's two switches, as an application has them
        ["EnableSdkContainerSupport"] = "true",
    };

    /// <summary>What the command line sets. A desk's and a CI's CI variable must not decide what a test sees.</summary>
    public Dictionary<string, string> GlobalProperties { get; } = new() { ["CI"] = "false" };

    /// <summary>Items of the project: name, identity, metadata.</summary>
    public List<(string Name, string Identity, (string Name, string Value)[] Metadata)> Items { get; } = [];

    /// <summary>The tags that the SDK pushed.</summary>
    public IReadOnlyList<string> Tags { get; init; } = ["1"];

    /// <summary>What the SDK made: an image, or an index; null for a PublishContainer that its condition skipped.</summary>
    public TestImage? Image { get; init; }

    /// <summary>The base image that the project names; null for one that the gate does not look at.</summary>
    public ImageReference? Base { get; init; }

    /// <summary>What the SDK says about an image, where that is not the truth.</summary>
    public Func<string, string> AnnouncedDigest { get; init; } = digest => digest;

    /// <summary>What compiling does, as MSBuild XML.</summary>
    public string Compile { get; init; } = "";

    /// <summary>What pushing does, as MSBuild XML.</summary>
    public string Push { get; init; } = "";

    public string PathOf(string name) => _directory.File(name);

    public string Write(string name, string content) => _directory.Write(name, content);

    public string WriteProject() => Write("App.proj", Xml().ToString());

    public PublishOutcome Publish(params string[] targets) => Publish(CancellationToken.None, targets);

    public PublishOutcome Publish(CancellationToken cancellationToken, params string[] targets)
    {
        using var collection = new ProjectCollection();
        var root = ProjectRootElement.Open(WriteProject(), collection);
        var instance = new ProjectInstance(root, GlobalProperties, toolsVersion: null, collection);
        var log = new RecordingLogger();
        using var manager = new BuildManager($"fake-publish-{Guid.NewGuid():N}");
        using var cancelled = cancellationToken.Register(manager.CancelAllSubmissions);
        var parameters = new BuildParameters(collection) { Loggers = [log], EnableNodeReuse = false, MaxNodeCount = 1, ShutdownInProcNodeOnBuildFinish = true };
        var result = manager.Build(parameters, new BuildRequestData(instance, targets is [] ? ["PublishContainer"] : targets, hostServices: null, BuildRequestDataFlags.ProvideProjectStateAfterBuild));
        return new PublishOutcome(result.OverallResult == BuildResultCode.Success, log, [.. result.ProjectStateAfterBuild?.GetItems("SignedImage") ?? []])
        {
            BaseDigest = result.ProjectStateAfterBuild?.GetPropertyValue("ContainerBaseDigest") ?? "",
        };
    }

    public void Dispose() => _directory.Dispose();

    private XElement Xml() => new(
        "Project",
        new XElement("PropertyGroup", Properties.Select(pair => new XElement(pair.Key, pair.Value))),
        new XElement("Import", new XAttribute("Project", Path.Combine(Package, "ImageSign.Tasks.props"))),
        new XElement("ItemGroup", Items.Select(item => Item(item.Name, item.Identity, item.Metadata))),
        new XElement("Target", new XAttribute("Name", "BeforeBuild")),
        new XElement("Target", new XAttribute("Name", "Publish"), new XAttribute("DependsOnTargets", "BeforeBuild"), XElement.Parse($"<Target>{Compile}</Target>").Elements()),
        new XElement("Target", new XAttribute("Name", "ComputeContainerConfig"), Computed()),
        new XElement("Target", new XAttribute("Name", "PublishContainer"), new XAttribute("DependsOnTargets", "ComputeContainerConfig"), new XAttribute("Returns", "@(GeneratedContainer)"), XElement.Parse($"<Target>{Push}</Target>").Elements(), Generated()),
        new XElement("Import", new XAttribute("Project", Path.Combine(Package, "ImageSign.Tasks.targets"))));

    // The SDK sets the base's properties here, over whatever was there before.
    private IEnumerable<XElement> Computed()
    {
        yield return new XElement("ItemGroup", Tags.Select(tag => Item("ContainerImageTags", tag)));
        if (Base is null) yield break;
        yield return new XElement(
            "PropertyGroup",
            new XElement("ContainerBaseRegistry", Base.Registry),
            new XElement("ContainerBaseName", Base.Repository),
            new XElement("ContainerBaseTag", Base.Tag),
            new XElement("ContainerBaseDigest", Base.Digest?.ToString()));
    }

    private IEnumerable<XElement> Generated()
    {
        if (Image is null) yield break;
        var images = Image.Children.Count > 0 ? Image.Children : [Image];
        yield return new XElement("ItemGroup", images.Concat(images).Select(GeneratedContainer));
        if (Image.Children.Count > 0) yield return new XElement("PropertyGroup", new XElement("GeneratedImageIndex", ProjectCollection.Escape(Encoding.UTF8.GetString(Image.Manifest))));
    }

    private XElement GeneratedContainer(TestImage image) => Item(
        "GeneratedContainer",
        "GeneratedContainer",
        ("Manifest", Encoding.UTF8.GetString(image.Manifest)),
        ("Configuration", Encoding.UTF8.GetString(image.Config)),
        ("ManifestDigest", AnnouncedDigest(image.Digest)),
        ("ManifestMediaType", image.MediaType));

    private static XElement Item(string name, string identity, params (string Name, string Value)[] metadata) => new(
        name, new XAttribute("Include", ProjectCollection.Escape(identity)), metadata.Select(pair => new XElement(pair.Name, ProjectCollection.Escape(pair.Value))));
}
