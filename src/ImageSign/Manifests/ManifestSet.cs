using System.Text;
using ImageSign.Oci;

namespace ImageSign.Manifests;

/// <summary>Manifests, Kubernetes objects and Compose files in YAML or JSON, and the images that they name.</summary>
public sealed class ManifestSet
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly List<ManifestFile> _files;

    private ManifestSet(List<ManifestFile> files)
    {
        _files = files;
        Images = [.. files.SelectMany(file => file.Images).Select(image => image.Image).Distinct()];
        Problems = [.. files.SelectMany(file => file.Problems)];
    }

    /// <summary>The images, each once, in the order in which the manifests name them; all of them are in registries.</summary>
    public IReadOnlyList<ImageReference> Images { get; }

    /// <summary>What may name an image and was not understood. Where there is any, <see cref="Images"/> is not all.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>Reads a file, or every .yaml, .yml and .json file in a directory and below it.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.ManifestUnreadable"/>, <see cref="ErrorCodes.OverLimit"/>; <see cref="ErrorCodes.NamesNoImage"/> when nothing names an image and nothing was left open.</exception>
    public static ManifestSet Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var total = 0L;
            var files = new List<ManifestFile>();
            foreach (var name in Directory.Exists(path) ? FilesIn(path) : [path])
            {
                if (files.Count >= Limits.MaxManifestFiles) throw ErrorCodes.OverLimit.With($"The number of manifests in '{path}'", $"{Limits.MaxManifestFiles}");
                var content = Load(name);
                if ((total += content.Length) > Limits.MaxManifestTextBytes) throw ErrorCodes.OverLimit.With($"The size of the manifests in '{path}'", $"{Limits.MaxManifestTextBytes} bytes");
                files.Add(ManifestFile.Parse(name, content));
            }

            var set = new ManifestSet(files);
            return set.Images.Count > 0 || set.Problems.Count > 0 ? set : throw ErrorCodes.NamesNoImage.With($"'{path}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.ManifestUnreadable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Refuses manifests that <see cref="Pin"/> cannot print.</summary>
    public void RequirePinnable()
    {
        foreach (var file in _files)
        {
            if (file.Images.FirstOrDefault(image => image.Place is null) is { } image) throw ErrorCodes.CannotPin.With($"{file.Path}:{image.Line}: {image.Path}: the image is not written on one line as it reads");
            if (file.IsCompose && _files.Count > 1) throw ErrorCodes.CannotPin.With($"{file.Path}: a Compose file cannot be printed together with others");
        }
    }

    /// <summary>
    /// The manifests with every image replaced by <c>registry/repository@digest</c>, and every other character as it was; several files as the documents of one
    /// YAML stream. The tag is left out: beside a digest nobody looks at it, and some engines refuse both. The host is written out: which registry a short
    /// name means is the runtime's choice, and this one was verified.
    /// </summary>
    public string Pin(Func<ImageReference, Digest> digestOf)
    {
        ArgumentNullException.ThrowIfNull(digestOf);
        RequirePinnable();
        var output = new StringBuilder();
        foreach (var text in _files.Select(file => file.Replace(image => Pinned(image, digestOf(image.Image)))))
        {
            if (output.Length > 0)
            {
                if (output[^1] != '\n') output.Append('\n');
                if (!text.StartsWith("---", StringComparison.Ordinal)) output.Append("---\n");
            }

            output.Append(text);
        }

        return output.ToString();
    }

    private static string Pinned(ManifestImage image, Digest digest) => $"{image.Image.Name}@{digest}";

    /// <summary>As <c>kubectl apply -R</c> finds them: directories that are links are not followed.</summary>
    private static IEnumerable<string> FilesIn(string directory, int depth = 1)
    {
        if (depth > Limits.MaxManifestFolders) throw ErrorCodes.OverLimit.With($"The depth of the directory '{directory}'", $"{Limits.MaxManifestFolders} levels");
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = Path.Combine(directory, entry.Name);
            if (entry is FileInfo && Extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase)) yield return path;
            if (entry is not DirectoryInfo { LinkTarget: null }) continue;
            foreach (var file in FilesIn(path, depth + 1)) yield return file;
        }
    }

    private static byte[] Load(string path)
    {
        // A pipe has no length.
        using var file = File.OpenRead(path);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (file.Read(buffer) is > 0 and var read)
        {
            if (content.Length + read > Limits.MaxManifestTextBytes) throw ErrorCodes.OverLimit.With($"The manifest '{path}'", $"{Limits.MaxManifestTextBytes} bytes");
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
