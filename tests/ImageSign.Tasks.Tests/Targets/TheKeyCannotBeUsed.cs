using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class TheKeyCannotBeUsed
{
    private static readonly TestImage Image = TestImages.Build();

    [Theory]
    [InlineData("missing.key", "IMGSIGN3001")]
    [InlineData("env://IMAGESIGN_TEST_NOT_SET", "IMGSIGN3001")]
    [InlineData("signing.pub", "IMGSIGN3005")]
    public async Task A_failed_signature_fails_the_publish(string key, string code)
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Properties["ImageSignKey"] = key;
        pushed.Publish.Publish().ShouldFailWith(code);
    }

    [Fact]
    public async Task A_key_written_into_a_property_is_refused_without_repeating_it()
    {
        await using var pushed = await PushedImages.StartAsync(Image, "1");
        pushed.Publish.Properties["ImageSignKey"] = PushedImages.Key.PrivatePem;
        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith("IMGSIGN7007");
        Assert.DoesNotContain("-----BEGIN", outcome.Log.Errors[0].Message, StringComparison.Ordinal);
    }
}
