namespace ImageSign.Manifests;

/// <summary>Finds the images in a Kubernetes object of any kind: wherever there are containers, or a member <c>image</c>.</summary>
internal sealed class KubernetesObject(ImageCollector collector)
{
    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];
    private static readonly string[] Known = [.. ContainerLists, "image"];

    /// <summary>Kinds that hold text or schemas, in which an <c>image</c> runs nothing.</summary>
    private static readonly string[] Data = ["v1 ConfigMap", "v1 Secret", "apiextensions.k8s.io/v1 CustomResourceDefinition"];

    /// <summary>Kinds of Kubernetes itself that run containers: of these one without an image is not understood.</summary>
    private static readonly string[] Workloads = ["Pod", "PodTemplate", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

    private readonly HashSet<YamlNode> _visited = [];

    /// <summary>True for what says which kind of object it is.</summary>
    public static bool Is(YamlMapping mapping) => mapping.TextOf("apiVersion") is { Length: > 0 } && mapping.TextOf("kind") is { Length: > 0 };

    /// <summary>True for objects of Kubernetes itself that are known to run nothing: services, roles, claims.</summary>
    public static bool RunsNothing(YamlMapping mapping)
    {
        var (kind, version) = (mapping.TextOf("kind")!, mapping.TextOf("apiVersion")!);
        if (kind == "List") return mapping.Find("items") is YamlSequence list && list.Items.TrueForAll(item => item is YamlMapping entry && Is(entry) && RunsNothing(entry));
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : version[..slash];
        // The groups of Kubernetes itself have no dot, or end in k8s.io, which is reserved for them.
        var isOwn = !group.Contains('.', StringComparison.Ordinal) || (group.EndsWith(".k8s.io", StringComparison.Ordinal) && group != "kustomize.config.k8s.io");
        return isOwn && !Workloads.Contains(kind);
    }

    /// <summary>Looks into an object. What its kind, its metadata and its status say counts here only: inside another object, such members are text that nobody reads.</summary>
    public void Walk(YamlMapping document, YamlPath path)
    {
        if (Data.Contains($"{document.TextOf("apiVersion")} {document.TextOf("kind")}")) return;
        if (document.TextOf("kind") == "List" && document.Find("items") is YamlSequence items) Each(items, path.At("items"), Item);
        else Members(document, path, leftOut: ["metadata", "status"]);
    }

    private void Item(YamlNode node, YamlPath path)
    {
        if (node is YamlMapping item && Is(item)) Walk(item, path);
        else collector.Problem(node, path, "it is no Kubernetes object (apiVersion, kind)");
    }

    private void Inside(YamlNode node, YamlPath path)
    {
        // What an alias names is looked into once.
        if (node is YamlScalar || !_visited.Add(node)) return;
        if (node is YamlSequence sequence) Each(sequence, path, Inside);
        else if (node is YamlMapping mapping) Members(mapping, path, leftOut: mapping.Find("spec") is null ? [] : ["metadata"]);
    }

    private void Members(YamlMapping mapping, YamlPath path, IReadOnlyList<string> leftOut)
    {
        foreach (var (name, value) in mapping.Members)
        {
            var at = path.At(name);
            if (leftOut.Contains(name)) continue;
            if (Array.Find(Known, known => known != name && string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) is { } twin) collector.Problem(value, at, $"it is not '{twin}', and some readers take it for that");
            else if (name == "image") Image(value, at);
            else if (ContainerLists.Contains(name) && value is YamlSequence containers) Each(containers, at, Container);
            else Inside(value, at);
        }
    }

    private void Container(YamlNode node, YamlPath path)
    {
        if (node is YamlMapping container && container.Find("image") is null) collector.Problem(node, path, "the container names no image");
        Inside(node, path);
    }

    private void Image(YamlNode node, YamlPath path)
    {
        if (node is YamlScalar) collector.Image(node, path);
        // core/v1 ImageVolumeSource: "Required: Image or artifact reference to be used".
        else if (node is YamlMapping volume && volume.Find("reference") is { } reference) collector.Image(reference, path.At("reference"));
        else if (node is YamlMapping parts && (parts.Find("repository") ?? parts.Find("name") ?? parts.Find("tag")) is not null) collector.Problem(node, path, "the image is given in parts");
        else Inside(node, path);
    }

    private static void Each(YamlSequence sequence, YamlPath path, Action<YamlNode, YamlPath> visit)
    {
        for (var i = 0; i < sequence.Items.Count; i++) visit(sequence.Items[i], path.At(i));
    }
}
