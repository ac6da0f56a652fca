using ImageSign.Formats;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats;

/// <summary>An image that several have signed.</summary>
public sealed class ManySignatures
{
    private const int Foreign = 20;

    private static readonly TestKeyPair Own = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);
    private static readonly TestKeyPair Other = TestKeys.Shared(TestKeyAlgorithm.EcdsaP384);

    [Fact]
    public async Task When_the_first_is_good_no_other_is_asked_for()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = await SignedAsync(registry, Own, Other, Other);
        registry.Requests.Clear();

        Assert.True((await new Engine().VerifyAsync(image, Own)).Verdict.Root.Passed);
        Assert.Equal(3, registry.Requests.Count()); // the image, the listing, one signature
    }

    [Fact]
    public async Task The_good_one_is_found_behind_the_others_which_are_judged_in_the_listings_order()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = await SignedAsync(registry, [.. Enumerable.Repeat(Other, Foreign), Own]);
        // However late the answers come, and in whatever order.
        registry.Faults.Add(On.Get("*/manifests/sha256*"), new DelayFault { BeforeWork = (TimeSpan.Zero, TimeSpan.FromMilliseconds(40)) });

        var result = await new Engine().VerifyAsync(image, Own);

        var digest = image[(image.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var signatures = result.Verdict.Root.Children.Single(check => check.Id == CheckIds.Signatures).Children;
        Assert.True(result.Verdict.Root.Passed);
        Assert.Equal(
            registry.Content.Referrers("app", digest).Select(manifest => manifest.Digest),
            signatures.Select(check => check.Facts.Single(fact => fact.Name == "artifact").Value));
    }

    [Fact]
    public async Task They_are_read_side_by_side_when_the_first_ones_do_not_satisfy()
    {
        await using var registry = await TestRegistry.StartAsync();
        var image = await SignedAsync(registry, [.. Enumerable.Repeat(Other, Foreign), Own]);
        var together = new ConcurrentRequests();
        registry.Faults.Add(On.Get("*/manifests/sha256*"), together);

        Assert.True((await new Engine().VerifyAsync(image, Own)).Verdict.Root.Passed);
        Assert.InRange(together.Most, 2, ReadAhead.MaxAhead);
    }

    private static async Task<string> SignedAsync(TestRegistry registry, params TestKeyPair[] keys)
    {
        var image = registry.Reference("app", registry.Content.PutImage("app", TestImages.Build()).Digest);
        foreach (var key in keys) await new Engine().SignAsync(image, key);
        return image;
    }
}
