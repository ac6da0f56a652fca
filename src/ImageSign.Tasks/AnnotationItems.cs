using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>What every signature is to say, as a project writes it: <c>@(ImageSignAnnotation)</c>.</summary>
internal static class AnnotationItems
{
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyList<ITaskItem> items)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!item.MetadataNames.Cast<string>().Contains("Value", StringComparer.OrdinalIgnoreCase)) throw ErrorCodes.InvalidAnnotation.With(item.ItemSpec, "the item has no Value");
            if (!annotations.TryAdd(item.ItemSpec, item.GetMetadata("Value"))) throw ErrorCodes.InvalidAnnotation.With(item.ItemSpec, "it is there twice");
        }

        return annotations;
    }
}
