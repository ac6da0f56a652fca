using ImageSign.Stores.Registry;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>RFC 8288: a listing goes on where a Link says so, however it is spelled; what is not understood is not the end.</summary>
public sealed class ALinkToTheNextPage
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    [Theory]
    [InlineData("</a>; rel=\"next\"", "/a")]
    [InlineData("</a>; rel=next", "/a")]
    [InlineData("</a>;rel=next", "/a")]
    [InlineData("</a> ; REL = Next", "/a")]
    [InlineData("</a>; rel=\"prev NEXT\"", "/a")]
    [InlineData("</a>; title=\"one, two; \\\"three\\\"\"; rel=next;", "/a")]
    [InlineData("</a>; rel=first, , </b>; rel=next, </c>; rel=next", "/b")]
    [InlineData("</a?x=1,2;3>; rel=\"next\"; type=\"application/json\"", "/a?x=1,2;3")]
    [InlineData("</a>; rel=prev; rel=next", null)]
    [InlineData("</a>; rel=\"nextish\"", null)]
    [InlineData("</a>; title=\"rel=next\"; rel=self", null)]
    [InlineData("", null)]
    public void Is_read_in_every_spelling(string header, string? expected)
    {
        Assert.True(LinkHeader.TryFindNext([header], out var next));
        Assert.Equal(expected, next);
    }

    [Theory, InlineData("/a; rel=next"), InlineData("</a; rel=next"), InlineData("</a>"), InlineData("</a>; rel=\"next"),
        InlineData("</a> rel=next"), InlineData("</a>; =next")]
    public void Is_not_taken_for_the_end_when_it_cannot_be_read(string header) => Assert.False(LinkHeader.TryFindNext([header], out _));

    [Fact]
    public void May_come_in_a_header_of_its_own()
    {
        Assert.True(LinkHeader.TryFindNext(["</a>; rel=first", "</b>; rel=next"], out var next));
        Assert.Equal("/b", next);
    }

    [Theory, InlineData("; rel=\"next\"", "; rel=next"), InlineData(">; rel=\"next\"", ">; title=\"more\"; REL=Next"),
        InlineData("<", "</elsewhere>; rel=first, <")]
    public async Task Leads_to_the_signature_on_the_second_page(string written, string instead)
    {
        await using var registry = await StartAsync();
        registry.Faults.Add(On.Get("*/referrers/*"), new RewriteHeaderFault("Link", link =>
            link?.Replace(written, instead, StringComparison.Ordinal)));

        (await new Engine().VerifyAsync(registry.Reference("app", "1"), Key)).MustBeTrusted();
    }

    [Fact]
    public async Task Leaves_it_undecided_when_it_cannot_be_read()
    {
        await using var registry = await StartAsync();
        registry.Faults.Add(On.Get("*/referrers/*"), new RewriteHeaderFault("Link", link =>
            link?.Replace("<", "", StringComparison.Ordinal)));

        (await new Engine().VerifyAsync(registry.Reference("app", "1"), Key)).MustBeUndecided(ErrorCodes.AnswerUnreadable);
    }

    /// <summary>A registry with one referrer on a page, whose first one is no signature.</summary>
    private static async Task<TestRegistry> StartAsync()
    {
        var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersPageSize = 1 });
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        registry.Content.PutImage("app", TestImages.BuildReferrer(image.ToDescriptor(), "application/vnd.example.noise",
            "noise"u8.ToArray()));
        await new Engine().SignAsync(registry.Reference("app", "1"), Key);
        return registry;
    }
}
