using System.Text;
using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Tests.Security;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Sigstore;

/// <summary>Protobuf's JSON: "Either standard or URL-safe base64 encoding with/without paddings are accepted." cosign 3.1 does, and takes no white space.</summary>
public sealed class BytesInABundle
{
    private static readonly Dictionary<string, Func<string, string>> Spellings = new(StringComparer.Ordinal)
    {
        ["as it is written"] = text => text,
        ["without padding"] = text => text.TrimEnd('='),
        ["URL-safe"] = text => text.Replace('+', '-').Replace('/', '_'),
        ["URL-safe without padding"] = text => text.TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        ["with a space before it"] = text => $" {text}",
        ["with a line's end after it"] = text => $"{text}\\n",
        ["with a line's end in it"] = text => text.Insert(8, "\\n"),
        ["with too much padding"] = text => $"{text.TrimEnd('=')}===",
        ["with padding that is a percent sign"] = text => $"{text.TrimEnd('=')}%",
        ["with a letter too much"] = text => $"{text.TrimEnd('=')}AAA"[..((text.TrimEnd('=').Length / 4 * 4) + 1)],
        ["in two alphabets"] = text => $"-_+/{text}",
        ["with a bit that means nothing"] = text => $"{text.TrimEnd('=')[..^1]}{(char)(text.TrimEnd('=')[^1] + 1)}",
    };

    public static TheoryData<string> Good => [.. Spellings.Keys.Take(4)];

    public static TheoryData<string> Bad => [.. Spellings.Keys.Skip(4)];

    [Theory, MemberData(nameof(Good))]
    public async Task Are_read(string spelling) => (await VerifyAsync(spelling, "payload|sig")).MustBeTrusted();

    [Theory, MemberData(nameof(Bad))]
    public async Task Are_malformed(string spelling) => (await VerifyAsync(spelling, "payload")).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);

    private static async Task<VerifyResult> VerifyAsync(string spelling, string members)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        // A payload whose base64 has both letters in which the alphabets differ, and padding.
        var statement = Envelopes.Statement(subject, annotations: "{\"a\":\"???>>>~~~\"}");
        while (Convert.ToBase64String(Encoding.UTF8.GetBytes(statement)) is var text && !(text.Contains('/', StringComparison.Ordinal) && text.EndsWith('='))) statement += " ";
        var bundle = Envelopes.Bundle(statement, change: json => Regex.Replace(json, $"(?<=\"({members})\":\")[^\"]*", found => Spellings[spelling](found.Value), RegexOptions.None, TimeSpan.FromSeconds(10)));
        attack.PutSignature(subject, bundle, MediaTypes.SigstoreBundle);
        return await attack.VerifyAsync(subject);
    }
}
