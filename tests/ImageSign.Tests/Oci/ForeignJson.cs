using System.Text;
using ImageSign.Oci;

namespace ImageSign.Tests.Oci;

public sealed class ForeignJson
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{/* */}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":{\"b\":1,\"b\":1}}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")] // the same name, once with an escape
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("\uFEFF{}")]
    public void That_could_be_read_in_two_ways_is_malformed(string text) => MustBeMalformed(Encoding.UTF8.GetBytes(text));

    [Theory, InlineData(new byte[] { 0x22, 0xFF, 0x22 }), InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 }), InlineData(new byte[] { 0x22, 0xC0, 0xAF, 0x22 })]
    public void That_is_not_utf8_is_malformed(byte[] bytes) => MustBeMalformed(bytes);

    [Theory, InlineData(0, true), InlineData(1, false)]
    public void Is_as_deep_as_the_limit_and_no_deeper(int more, bool fine)
    {
        var depth = Limits.MaxJsonDepth + more;
        var bytes = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        if (fine) OciJson.Parse(bytes, "it").Dispose();
        else MustBeMalformed(bytes);
    }

    [Theory, InlineData("Kind"), InlineData("KIND"), InlineData("\u212Aind"), InlineData("kınd", true), InlineData("kinds", true), InlineData("ki", true)]
    public void Has_no_member_that_differs_from_a_known_one_by_case_as_Go_folds_it(string name, bool fine = false)
    {
        using var json = OciJson.Parse(Encoding.UTF8.GetBytes($$"""{"{{name}}":1}"""), "it");

        if (fine) OciJson.Object(json.RootElement, "it", ["kind"]);
        else Assert.Equal(ErrorCodes.Malformed, Assert.Throws<ImageSignException>(() => OciJson.Object(json.RootElement, "it", ["kind"])).Code);
    }

    [Fact]
    public void Has_no_long_s_for_an_s()
    {
        using var json = OciJson.Parse("""{"ſize":1}"""u8.ToArray(), "it");

        Assert.Throws<ImageSignException>(() => OciJson.Object(json.RootElement, "it", ["size"]));
    }

    private static void MustBeMalformed(byte[] bytes) => Assert.Equal(ErrorCodes.Malformed, Assert.Throws<ImageSignException>(() => OciJson.Parse(bytes, "it")).Code);
}
