using System.Text;
using ImageSign.Oci;

namespace ImageSign.Configuration.Packages;

/// <summary>The text of a package database: paragraphs of fields, with an empty line between them.</summary>
internal static class DatabaseText
{
    private const int MaxFieldLength = 64 * 1024;

    /// <summary>The paragraphs, each field by its name; what is no database comes as <see cref="FormatException"/>.</summary>
    /// <param name="content">The file.</param>
    /// <param name="wanted">The fields that matter.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async IAsyncEnumerable<IReadOnlyDictionary<string, string>> ReadAsync(Stream content, IReadOnlyCollection<string> wanted, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                if (fields.Count > 0) yield return fields;
                fields = new Dictionary<string, string>(StringComparer.Ordinal);
                last = null;
            }
            else if (line[0] is ' ' or '\t')
            {
                // Debian policy 5.1: a line that starts with a space or a tab continues the field above.
                if (last is null) continue;
                if (fields[last].Length > MaxFieldLength) throw new FormatException($"its field '{last}' is longer than {MaxFieldLength} characters");
                fields[last] += line;
            }
            else
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon <= 0) throw new FormatException("it holds a line without a field");
                last = line[..colon] is var name && wanted.Contains(name) ? name : null;
                if (last is not null && !fields.TryAdd(last, line[(colon + 1)..].Trim())) throw new FormatException($"it gives one package the field '{last}' twice");
            }
        }

        if (fields.Count > 0) yield return fields;
    }

    /// <summary>Words without what is required of their versions: <c>so:libc.so.6</c>, <c>python3</c> of <c>python3&gt;=3.11</c>.</summary>
    public static IReadOnlyList<string> Names(string? list, params ReadOnlySpan<char> separators) =>
        list is null ? [] : [.. Split(list, separators).Select(Bare).Where(name => name.Length > 0 && name[0] != '!')];

    /// <summary>One word without what follows its name: versions, architectures, build profiles.</summary>
    private static string Bare(string word)
    {
        var end = word.AsSpan().IndexOfAny("<>=~@ ([");
        var name = end < 0 ? word : word[..end];
        // deb-control: "package:any", but apk's names hold colons of their own: so:, cmd:, pc:.
        return name.EndsWith(":any", StringComparison.Ordinal) ? name[..^4] : name;
    }

    private static string[] Split(string list, ReadOnlySpan<char> separators) => list.Split(separators.ToArray(), StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
