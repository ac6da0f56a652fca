using System.Diagnostics;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>Identities: exact texts and patterns.</summary>
public sealed class WhoMustHaveSigned
{
    private static readonly OwnInstance Instance = new();

    [Theory]
    [InlineData("https://github.com/acme", "https://github.com/acme-evil/")]
    [InlineData("^https://github.com/acme", "https://github.com/acme/shop")]
    [InlineData("lice@acme", "alice@acme")]
    [InlineData("alice@acme|x", "alice@acme.example")]
    [InlineData("Alice@acme", "alice@acme")]
    public void A_pattern_matches_all_of_a_text_or_nothing(string pattern, string text) =>
        Assert.False(IdentityMatch.Pattern(pattern).Matches(text));

    [Theory]
    [InlineData("^https://github\\.com/acme/.*$", "https://github.com/acme/shop")]
    [InlineData("https://github\\.com/acme/.*", "https://github.com/acme/shop")]
    [InlineData("x|alice@acme", "alice@acme")]
    public void A_pattern_needs_no_anchors(string pattern, string text) => Assert.True(IdentityMatch.Pattern(pattern).Matches(text));

    [Theory, InlineData("a)|(?:b"), InlineData("("), InlineData("[a"), InlineData("a\\"), InlineData("(?#"), InlineData("(?=a)b"), InlineData("(a)\\1"), InlineData(""), InlineData("(?x)a#")]
    public void What_is_no_pattern_by_itself_is_refused(string pattern) =>
        Assert.Equal(ErrorCodes.IdentityInvalid, Assert.Throws<ImageSignException>(() => IdentityMatch.Pattern(pattern)).Code);

    [Fact]
    public void A_pattern_that_is_too_long_is_refused() =>
        Assert.Equal(
            ErrorCodes.IdentityInvalid, Assert.Throws<ImageSignException>(() => IdentityMatch.Pattern(new string('a', 1_001))).Code);

    [Fact]
    public void A_pattern_cannot_explode()
    {
        var pattern = IdentityMatch.Pattern("(a+)+$");
        var text = new string('a', 50_000) + "b";
        _ = pattern.Matches(text); // the first match builds the automaton
        var watch = Stopwatch.StartNew();

        Assert.False(pattern.Matches(text));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"it took {watch.Elapsed}");
    }

    [Theory, InlineData("acme"), InlineData("acme/shop/x"), InlineData("acme/"), InlineData("ac me/shop"), InlineData("acme/.*?")]
    public void What_is_no_repository_is_refused(string repository) =>
        Assert.Equal(ErrorCodes.IdentityInvalid, Assert.Throws<ImageSignException>(() => CertificateIdentity.OfGitHub(repository)).Code);

    [Theory]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", "https://github.com/acme/shop", true)]
    [InlineData("https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main", "https://github.com/mallory/shop", false)]
    [InlineData("https://github.com/acme/shop-evil/.github/workflows/release.yml@refs/heads/main", "https://github.com/acme/shop", false)]
    [InlineData("https://github.com/shared/workflows/.github/workflows/release.yml@v1", "https://github.com/acme/shop", false)]
    [InlineData("https://githubXcom/acme/shop/.github/workflows/release.yml@v1", "https://github.com/acme/shop", false)]
    public void A_repository_is_that_of_the_build_and_of_its_workflow(string identity, string repository, bool matches)
    {
        var own = new OwnInstance { Wanted = CertificateIdentity.OfGitHub("acme/shop") };

        Assert.Equal(matches, own.Judge(own.IssueFor(identity, OwnInstance.Claim(12, repository))).Passed);
    }

    [Fact]
    public void Parts_of_two_identities_do_not_add_up()
    {
        var answer = Instance.Judge(Instance.IssueFor("https://evil.example/"));

        Assert.Equal(ErrorCodes.OtherIdentity, answer.Checks.First(check => check.Outcome == CheckOutcome.Fail).Code);
    }

    [Fact]
    public void A_claim_that_no_certificate_has_is_refused() =>
        Assert.Equal(
            ErrorCodes.IdentityInvalid, Assert.Throws<ImageSignException>(() => Instance.Wanted.Claiming("source-repo", "x")).Code);
}
