using ImageSign.Tool.Output;
using ImageSign.Verification;

namespace ImageSign.Tool.Tests.Output;

/// <summary>What a person reads, from verdicts made by hand.</summary>
public sealed class VerdictsAsText
{
    private static readonly string Heading = $"registry.example/app@{HandMade.Digest} (registry registry.example, tag 1)\n";

    [Fact]
    public void Trusted_says_valid_and_not_tampered_and_whose_key() => Assert.Equal(
        Heading + """
        ✓ Signature is valid
          key        sha256:1
          key-type   RSA 2048
        ✓ Image has not been tampered
          coverage   digest (all of it)

        """,
        Render(HandMade.Image(HandMade.GoodSignature(new Fact("key", "sha256:1"), new Fact("key-type", "RSA 2048")))));

    [Fact]
    public void Not_trusted_says_each_failing_check_with_its_code_and_remedy() => Assert.Equal(
        Heading + """
        ✗ Image is not trusted
          ✗ signature.integrity   not made by b
            IMGSIGN5002: Check that you verify with the signer's public key; if you do, do not use this image.

        """,
        Render(HandMade.Image(HandMade.BadSignature("b"))));

    [Fact]
    public void Unsigned_says_so() => Assert.Contains("✗ Image is not signed\n  ✗ signatures   it has no signature\n    IMGSIGN5001: Sign it", Render(HandMade.Image()), StringComparison.Ordinal);

    [Fact]
    public void Undecided_is_neither_yes_nor_no()
    {
        var refused = ErrorCodes.Unauthorized.With("registry.example", "config.json", 401);
        var unreadable = Check.AllOf(CheckIds.Signature, [CheckIds.Artifact], [Check.Fail(CheckIds.Artifact, refused)]);
        var text = Render(HandMade.Image(unreadable));
        const string sentence = "The registry registry.example refused the credentials of config.json (401).";
        Assert.Contains($"? It could not be decided whether to trust the image\n  ? artifact   {sentence}\n", text,
            StringComparison.Ordinal);
        Assert.Contains("IMGSIGN2003: Log in again with 'docker login registry.example'", text, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_evaluated_is_loud_and_never_called_trusted()
    {
        var text = Render(Check.Skip(CheckIds.Image, "the policy says skip"));
        Assert.Equal(Heading + "! NOT EVALUATED: the policy says skip\n", text);
    }

    [Fact]
    public void A_thousand_bad_signatures_do_not_bury_the_answer()
    {
        var root = HandMade.Image([.. Enumerable.Range(0, 1000).Select(number => HandMade.BadSignature($"{number}"))]);
        Assert.EndsWith("  and 990 more; --verbose shows them\n", Render(root), StringComparison.Ordinal);
        Assert.Contains("not made by 999", Render(root, verbose: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Verbose_shows_every_check() =>
        Assert.Contains("✓ image\n  ✓ signatures\n    ✓ signature\n      ✓ signature.integrity\n", Render(HandMade.Image(HandMade.GoodSignature()), verbose: true), StringComparison.Ordinal);

    [Fact]
    public void An_advisory_failure_is_said_aloud_beside_the_good_news()
    {
        var advisory = Check.Fail(CheckIds.ClaimsReference, ErrorCodes.ReferenceMismatch, "signed as a:1") with { Advisory = true };
        var signature = Check.AllOf(CheckIds.Signature, [CheckIds.SignatureIntegrity], [Check.Pass(CheckIds.SignatureIntegrity), advisory]);
        Assert.Contains("✓ Signature is valid\n  ! signed as a:1\n", Render(HandMade.Image(signature)), StringComparison.Ordinal);
    }

    private static string Render(Check root, bool verbose = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new PlainSurface(writer).Write(new VerifyView().ToText(HandMade.Result(root), verbose));
        return writer.ToString();
    }
}
