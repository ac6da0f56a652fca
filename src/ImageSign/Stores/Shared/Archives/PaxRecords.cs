using System.Globalization;
using System.Text;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>An extended header (POSIX.1-2001 pax): records of the form <c>LENGTH KEY=VALUE\n</c> that replace fields of the header that follows.</summary>
internal static class PaxRecords
{
    private const string SparsePrefix = "GNU.sparse.";

    public const string Path = "path";
    public const string LinkPath = "linkpath";
    public const string Size = "size";

    /// <summary>The records that change what a member is; the others (times, owners) do not matter here. Sparse files are refused: their content is not their bytes.</summary>
    public static IReadOnlyDictionary<string, string> Parse(ReadOnlySpan<byte> content)
    {
        var records = new Dictionary<string, string>(StringComparer.Ordinal);
        while (content.Length > 0)
        {
            var space = content.IndexOf((byte)' ');
            if (space <= 0 || !int.TryParse(content[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= space + 1 || length > content.Length || content[length - 1] != '\n')
            {
                throw new FormatException("an extended header is malformed");
            }

            var record = Encoding.UTF8.GetString(content[(space + 1)..(length - 1)]);
            content = content[length..];
            var equals = record.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException("an extended header is malformed");
            var key = record[..equals];
            if (key.StartsWith(SparsePrefix, StringComparison.Ordinal)) throw new FormatException("it holds a sparse file");
            if (key is not (Path or LinkPath or Size)) continue;
            if (equals == record.Length - 1) throw new FormatException($"an extended header has an empty '{key}'");
            if (!records.TryAdd(key, record[(equals + 1)..])) throw new FormatException($"an extended header has '{key}' twice");
        }

        return records;
    }
}
