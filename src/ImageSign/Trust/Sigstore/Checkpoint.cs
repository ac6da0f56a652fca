using System.Globalization;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore;

/// <summary>A signed statement of a log about the size and the root of its tree (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">The log's name for itself.</param>
/// <param name="Size">How many entries there are.</param>
/// <param name="RootHash">The root.</param>
/// <param name="Note">The text with its signatures; what follows the root is signed as well.</param>
internal sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> RootHash, SignedNote Note)
{
    private const string What = "the checkpoint";

    // Rekor v1: the host of the log, and the tree behind it.
    private const string TreeSeparator = " - ";

    /// <summary>The name of a Rekor v1 log in its signature lines; null when the origin is not of that kind.</summary>
    public string? V1Name => Origin.IndexOf(TreeSeparator, StringComparison.Ordinal) is > 0 and var at
        && IsDecimal(Origin.AsSpan(at + TreeSeparator.Length))
        ? Origin[..at]
        : null;

    /// <summary>
    /// Reads a checkpoint. tlog-checkpoint, "Note text": the origin, the size in decimal without leading zeros, the root in base64.
    /// </summary>
    public static Checkpoint Parse(string text)
    {
        var note = SignedNote.Parse(text);
        var lines = note.Text[..^1].Split('\n');
        if (lines.Length < 3 || lines.Any(line => line.Length == 0)) throw OciJson.Malformed(What, "it lacks its origin, size or root");
        if (!IsDecimal(lines[1]) || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw OciJson.Malformed(What, "its size is not a number");
        }

        var root = new byte[MerkleTree.HashBytes + 2];
        return Convert.TryFromBase64String(lines[2], root, out var length) && length == MerkleTree.HashBytes
            ? new Checkpoint(lines[0], size, root.AsMemory(0, length), note)
            : throw OciJson.Malformed(What, "its root is not the base64 of a hash");
    }

    private static bool IsDecimal(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9') && (text.Length == 1 || text[0] != '0');
}
