using ImageSign.Oci;
using ImageSign.Tests.Security;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Sigstore;

/// <summary>in-toto v1: "predicate object, optional"; cosign 3.1 reads no other either.</summary>
public sealed class APredicate
{
    [Theory, InlineData("[]"), InlineData("\"x\""), InlineData("1"), InlineData("true")]
    public async Task That_is_no_object_makes_the_statement_malformed(string predicate) =>
        (await VerifyAsync(statement => statement.Replace("\"predicate\":{}", $"\"predicate\":{predicate}", StringComparison.Ordinal))).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);

    [Theory, InlineData(""), InlineData(",\"predicate\":null"), InlineData(",\"predicate\":{\"a\":[1]}")]
    public async Task May_be_missing_and_may_hold_anything(string predicate) =>
        (await VerifyAsync(statement => statement.Replace(",\"predicate\":{}", predicate, StringComparison.Ordinal))).MustBeTrusted();

    private static async Task<VerifyResult> VerifyAsync(Func<string, string> change)
    {
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        attack.PutSignature(subject, Envelopes.Bundle(change(Envelopes.Statement(subject))), MediaTypes.SigstoreBundle);
        return await attack.VerifyAsync(subject);
    }
}
