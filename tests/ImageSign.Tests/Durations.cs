namespace ImageSign.Tests;

/// <summary>How long, in the words of users.</summary>
public sealed class Durations
{
    [Theory]
    [InlineData("90s", "00:01:30")]
    [InlineData("15m", "00:15:00")]
    [InlineData("12h", "12:00:00")]
    [InlineData("30d", "30.00:00:00")]
    public void A_number_and_a_unit(string text, string expected) => Assert.Equal(TimeSpan.Parse(expected), Duration.Parse(text));

    [Theory, InlineData(""), InlineData("5"), InlineData("m"), InlineData("0s"), InlineData("-5m"), InlineData("1.5h"), InlineData("5 m"), InlineData("5w"), InlineData("2147483647d"), InlineData("99999999999s")]
    public void Anything_else_is_refused(string text) => Assert.Equal(ErrorCodes.InvalidDuration, Assert.Throws<ImageSignException>(() => Duration.Parse(text)).Code);
}
