using System.Formats.Tar;
using System.Text;
using System.Text.RegularExpressions;
using ImageSign.Oci;

namespace ImageSign.Fuzz.Targets;

/// <summary>
/// An OCI layout written as text, so that a mutation does not break every digest: index.json, then its blobs, each after a line <c>%%</c>.
/// A member <c>"@N":0</c> becomes the digest and the size of blob N, the text <c>@hexN@</c> the digest's digits.
/// </summary>
internal static partial class StitchedLayout
{
    private const string Separator = "\n%%\n";

    public static byte[] ToArchive(byte[] input)
    {
        var parts = Encoding.Latin1.GetString(input).Split(Separator);
        var blobs = new byte[parts.Length][];
        // From the last to the first: a blob names only those behind it.
        for (var i = parts.Length - 1; i >= 0; i--) blobs[i] = Encoding.Latin1.GetBytes(Member().Replace(Digits().Replace(parts[i], match => Of(blobs, match)?.Digest.Hex ?? ""), match => Of(blobs, match) is { } blob ? $"\"digest\":\"{blob.Digest}\",\"size\":{blob.Size}" : "\"none\":0"));
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            Write(writer, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
            Write(writer, "index.json", blobs[0]);
            foreach (var blob in blobs.Skip(1)) Write(writer, $"blobs/sha256/{Digest.Of(blob).Hex}", blob);
        }

        return tar.ToArray();
    }

    private static Descriptor? Of(byte[]?[] blobs, Match match) =>
        int.TryParse(match.Groups["number"].Value, out var number) && number < blobs.Length && blobs[number] is { } blob ? Descriptor.Of("", blob) : null;

    private static void Write(TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = DateTimeOffset.UnixEpoch });

    [GeneratedRegex("\"@(?<number>[0-9]{1,3})\":0", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Member();

    [GeneratedRegex("@hex(?<number>[0-9]{1,3})@", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
