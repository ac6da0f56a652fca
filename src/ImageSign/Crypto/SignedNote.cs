using System.Buffers.Text;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Crypto;

/// <summary>A text with signature lines (C2SP signed-note): what a log says of itself.</summary>
/// <param name="Text">What is signed, with the newline that ends its last line.</param>
/// <param name="Signatures">The signature lines, in order.</param>
internal sealed record SignedNote(string Text, IReadOnlyList<SignedNote.Line> Signatures)
{
    private const string What = "the checkpoint";
    private const string SignaturePrefix = "— ";
    private const int KeyIdBytes = 4;

    /// <summary>
    /// Reads a note. signed-note, "Format": "A note is … a text, … a blank line, … one or more signature lines"; the text has no
    /// control characters but newlines; a signature line is an em dash, a space, the key's name, a space, and base64 of key id and
    /// signature.
    /// </summary>
    public static SignedNote Parse(string note)
    {
        if (note.Length > Limits.MaxCheckpointBytes)
        {
            throw ErrorCodes.OverLimit.With("The checkpoint", $"{Limits.MaxCheckpointBytes} bytes");
        }

        if (note.AsSpan().ContainsAnyInRange('\0', '\t') || note.AsSpan().ContainsAnyInRange('\v', '\u001f'))
        {
            throw Malformed("it holds control characters");
        }

        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || note[^1] != '\n' || end + 2 == note.Length) throw Malformed("it has no signature");
        var lines = note[(end + 2)..^1].Split('\n');
        if (lines.Length + note.AsSpan(0, end).Count('\n') > Limits.MaxCheckpointLines)
        {
            throw ErrorCodes.OverLimit.With("The checkpoint", $"{Limits.MaxCheckpointLines} lines");
        }

        return new SignedNote(note[..(end + 1)], [.. lines.Select(ReadLine)]);
    }

    /// <summary>
    /// True when the key that is known by <paramref name="name"/> and <paramref name="keyId"/> signed the text. signed-note, "Signatures":
    /// lines of unknown keys are ignored, and a line of a known key that does not verify makes the whole note be refused.
    /// </summary>
    public bool IsSignedBy(string name, ReadOnlySpan<byte> keyId, PublicKey key)
    {
        var signed = false;
        var text = Encoding.UTF8.GetBytes(Text);
        foreach (var line in Signatures)
        {
            if (line.Name != name || !line.KeyId.Span.SequenceEqual(keyId)) continue;
            if (key.FromDer(line.Signature.Span) is not { } raw || !key.Verify(key.SigstoreAlgorithms[0], text, raw)) return false;
            signed = true;
        }

        return signed;
    }

    private static Line ReadLine(string line)
    {
        var space = line.LastIndexOf(' ');
        if (!line.StartsWith(SignaturePrefix, StringComparison.Ordinal) || space <= SignaturePrefix.Length)
        {
            throw Malformed("a signature line is damaged");
        }

        var name = line[SignaturePrefix.Length..space];
        var encoded = line.AsSpan(space + 1);
        var bytes = new byte[encoded.Length];
        if (name.AsSpan().ContainsAny(' ', '+') || !Base64.IsValid(encoded) || !Convert.TryFromBase64Chars(encoded, bytes, out var length)
            || length <= KeyIdBytes)
        {
            throw Malformed("a signature line is damaged");
        }

        return new Line(name, bytes.AsMemory(0, KeyIdBytes), bytes.AsMemory(KeyIdBytes, length - KeyIdBytes));
    }

    private static ImageSignException Malformed(string reason) => OciJson.Malformed(What, reason);

    /// <summary>One signature: who is said to have made it, and its bytes.</summary>
    internal sealed record Line(string Name, ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> Signature);
}
