using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>Tags that move between two requests, writes that show late, clocks that disagree.</summary>
public sealed class ARegistryThatChangesItsMind
{
    private static readonly TestKeyPair Second = TestKeys.Shared(TestKeyAlgorithm.EcdsaP384);

    public static TheoryData<string> Formats => ["sigstore", "cosign"];

    [Theory, MemberData(nameof(Formats))]
    public async Task Gets_a_signature_only_of_what_the_tag_named_when_it_was_asked(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var good = attack.PutImage(manifest => manifest);
        var evil = MoveTagAfterTheFirstAnswer(attack);

        var signed = await attack.SignAsync("1", format);

        Assert.Equal(good, signed.Subjects[0].Descriptor.Digest.ToString());
        (await attack.VerifyAsync(good)).MustBeTrusted();
        Assert.Equal(Answer.No(ErrorCodes.Unsigned), await Answer.OfAsync(attack.VerifyAsync(evil)));
        Assert.Equal(Answer.No(ErrorCodes.Unsigned), await Answer.OfAsync(attack.VerifyAsync("1")));
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Is_judged_by_what_the_tag_named_when_it_was_asked(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var good = attack.PutImage(manifest => manifest);
        await attack.SignAsync("1", format);
        MoveTagAfterTheFirstAnswer(attack);

        var result = await attack.VerifyAsync("1");

        result.MustBeTrusted();
        Assert.Equal(good, result.Image.Digest.ToString());
    }

    /// <summary>distribution-spec says nothing of when a write shows. What was written in the meantime is found through its marker, and the next signer puts it back.</summary>
    [Theory]
    [InlineData(true, "sigstore"), InlineData(false, "sigstore")]
    [InlineData(true, "cosign"), InlineData(false, "cosign")]
    public async Task Loses_no_signature_when_writes_show_two_seconds_late(bool referrersApi, string format)
    {
        var time = new ManualTime();
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi, Time = time });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        registry.Faults.Add(On.Put("*/manifests/*"), new DelayedVisibilityFault(TimeSpan.FromSeconds(2)));
        var image = registry.Reference("app", "1");

        await new Engine().SignAsync(image, Attack.Key, format);
        await new Engine().SignAsync(image, Second, format);
        time.Advance(TimeSpan.FromSeconds(2));

        (await new Engine().VerifyAsync(image, Attack.Key)).MustBeTrusted();
        (await new Engine().VerifyAsync(image, Second)).MustBeTrusted();
    }

    [Theory, InlineData(-3650), InlineData(3650)]
    public async Task Is_signed_and_verified_whatever_its_date(int days)
    {
        await using var attack = await Attack.BeginAsync(referrersApi: false);
        attack.PutImage(manifest => manifest);
        attack.Registry.Faults.Add(On.Any, new RewriteHeaderFault("Date", _ => DateTimeOffset.UtcNow.AddDays(days).ToString("R")));

        await attack.SignAsync("1", with: request => request with { ExpiresIn = TimeSpan.FromDays(1) });

        (await attack.VerifyAsync("1")).MustBeTrusted();
    }

    /// <summary>Only our own clock says whether a signature expired; one from the future is still one.</summary>
    [Theory, InlineData(-1), InlineData(2)]
    public async Task Holds_signatures_that_expire_by_our_clock(int days)
    {
        var time = new ManualTime();
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);
        await new Engine(time: time).SignAsync(attack.At("1"), Attack.Key, with: request => request with { ExpiresIn = TimeSpan.FromDays(1) });
        time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(days > 0 ? Answer.No(ErrorCodes.Expired) : Answer.Done, await Answer.OfAsync(new Engine(time: time).VerifyAsync(attack.At("1"), Attack.Key)));
    }

    private static string MoveTagAfterTheFirstAnswer(Attack attack)
    {
        var evil = attack.Registry.Content.PutImage(Attack.Repository, TestImages.Build(new TestImageOptions { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["evil"] = "yes" } })).Digest;
        attack.Registry.Faults.Add(On.Any, new CustomFault(context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/manifests/1", StringComparison.Ordinal)) attack.Registry.Content.SetTag(Attack.Repository, "1", evil);
            return Task.FromResult(false);
        }));
        return evil;
    }
}
