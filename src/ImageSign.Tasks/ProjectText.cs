using System.Xml;

namespace ImageSign.Tasks;

/// <summary>The names of the properties and items that a project file sets, as far as its text alone tells.</summary>
/// <param name="Properties">The elements in property groups.</param>
/// <param name="Items">The elements in item groups.</param>
/// <param name="Text">The whole file.</param>
internal sealed record ProjectText(IReadOnlyList<string> Properties, IReadOnlyList<string> Items, string Text)
{
    /// <summary>A project that is larger was made by a program, which does not misspell.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// Reads the file; null where there is none, or nothing that can be understood, of which MSBuild has its own opinion.
    /// </summary>
    public static ProjectText? Read(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= MaxBytes }) return null;
            var text = File.ReadAllText(path);
            var (properties, items) = (new List<string>(), new List<string>());
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
            using var xml = XmlReader.Create(new StringReader(text), settings);
            var parents = new Stack<string>();
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.EndElement) parents.Pop();
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (parents.TryPeek(out var parent) && parent == "PropertyGroup") properties.Add(xml.LocalName);
                if (parent == "ItemGroup") items.Add(xml.LocalName);
                if (!xml.IsEmptyElement) parents.Push(xml.LocalName);
            }

            return new ProjectText(properties, items, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return null;
        }
    }
}
