namespace ImageSign.Tests;

/// <summary>The one sanitiser for what somebody else wrote.</summary>
public sealed class ForeignTexts
{
    [Theory]
    [InlineData("plain text, äöü, 漢字, 🙂", "plain text, äöü, 漢字, 🙂")]
    [InlineData("a\nb\r\tc", @"a\u{A}b\u{D}\u{9}c")]
    [InlineData("\u001b[31mred\u0007", @"\u{1B}[31mred\u{7}")]
    [InlineData("\u009b31m", @"\u{9B}31m")]
    [InlineData("\u202eabc\u2066\u200f\u200b\ufeff", @"\u{202E}abc\u{2066}\u{200F}\u{200B}\u{FEFF}")]
    [InlineData("a\u2028b\u2029", @"a\u{2028}b\u{2029}")]
    [InlineData("\U000E0041", @"\u{E0041}")]
    [InlineData("::error file=x::y", @"\u{3A}:error file=x::y")]
    [InlineData("  ::set-env", @"  \u{3A}:set-env")]
    [InlineData("[::1]:5000/app", "[::1]:5000/app")]
    [InlineData("see ##vso[task.complete]", @"see #\u{23}vso[task.complete]")]
    [InlineData("####[x]", @"#\u{23}\u{23}\u{23}[x]")]
    [InlineData("issue #1", "issue #1")]
    public void Only_what_does_something_is_escaped(string text, string shown) => Assert.Equal(shown, ForeignText.Sanitize(text));

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => Assert.Equal(@"a\u{D800}b", ForeignText.Sanitize("a\ud800b"));

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal("", ForeignText.Sanitize(null));

    [Fact]
    public void A_very_long_text_is_cut()
    {
        var shown = ForeignText.Sanitize(new string('x', 1_000_000));
        Assert.Equal(ForeignText.MaxShownLength + 1, shown.Length);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }
}
