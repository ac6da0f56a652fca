using ImageSign.Oci;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rule 13: what a signature on an index says of its images, and what it does not.</summary>
public sealed class Rule13Index
{
    private static readonly Platform Amd64 = new("linux", "amd64");
    private static readonly Platform Arm64 = new("linux", "arm64");

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task Is_signed_with_its_images_the_images_first(string format)
    {
        await using var attack = await Attack.BeginAsync();
        var index = Put(attack, TestImages.MultiArch());

        var signed = await attack.SignAsync("1", format);

        Assert.Equal([index.Digest, .. index.Children.Select(child => child.Digest)], signed.Subjects.Select(subject => subject.Descriptor.Digest.ToString()));
        foreach (var digest in index.Children.Select(child => child.Digest).Prepend(index.Digest)) (await attack.VerifyAsync(digest)).MustBeTrusted();
        (await attack.VerifyAsync("1", request => request with { Recursive = true })).MustBeTrusted();
    }

    [Fact]
    public async Task Does_not_pass_by_the_signatures_of_its_images()
    {
        await using var attack = await Attack.BeginAsync();
        var index = Put(attack, TestImages.MultiArch());
        foreach (var child in index.Children) await attack.SignAsync(child.Digest);

        (await attack.VerifyAsync("1")).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
    }

    [Fact]
    public async Task Binds_its_images_by_digest_but_recursively_each_needs_its_own()
    {
        await using var attack = await Attack.BeginAsync();
        var index = Put(attack, TestImages.MultiArch());
        await attack.SignAsync("1", with: request => request with { Recursive = false });

        (await attack.VerifyAsync("1")).MustBeTrusted();
        (await attack.VerifyAsync("1", request => request with { Recursive = true })).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
        (await attack.VerifyAsync(index.Children[0].Digest)).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
    }

    [Fact]
    public async Task Judges_a_platform_by_its_own_signature_or_through_the_index()
    {
        await using var attack = await Attack.BeginAsync();
        var index = Put(attack, TestImages.MultiArch());
        await attack.SignAsync(index.Children[0].Digest);
        (await attack.VerifyAsync("1", request => request with { Platform = Amd64 })).MustBeTrusted();
        (await attack.VerifyAsync("1", request => request with { Platform = Arm64 })).MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);

        await attack.SignAsync("1", with: request => request with { Recursive = false });

        (await attack.VerifyAsync("1", request => request with { Platform = Arm64 })).MustBeTrusted();
    }

    [Fact]
    public async Task Refuses_a_platform_whose_configuration_is_for_another()
    {
        await using var attack = await Attack.BeginAsync();
        var image = TestImages.Build(new TestImageOptions { Architecture = "arm64" });
        attack.Registry.Content.PutImage(Attack.Repository, image, "child");
        attack.Put($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{"mediaType":"{{image.MediaType}}","digest":"{{image.Digest}}","size":{{image.Size}},"platform":{"os":"linux","architecture":"amd64"} }]}""", MediaTypes.OciIndex);
        await attack.SignAsync("1");

        (await attack.VerifyAsync("1", request => request with { Platform = Amd64 })).MustNotBeTrusted(CheckIds.Platform, ErrorCodes.PlatformMismatch);
    }

    [Fact]
    public async Task Says_which_platforms_there_are_when_another_is_asked_for()
    {
        await using var attack = await Attack.BeginAsync();
        Put(attack, TestImages.MultiArch());
        await attack.SignAsync("1");

        var result = await attack.VerifyAsync("1", request => request with { Platform = new Platform("windows", "amd64") });

        result.MustNotBeTrusted(CheckIds.Platform, ErrorCodes.UnknownPlatform);
        Assert.Contains("linux/amd64, linux/arm64", result.Verdict.Root.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_attestations_of_platform_unknown()
    {
        await using var attack = await Attack.BeginAsync();
        var index = TestImages.MultiArch();
        Put(attack, index);
        var attestation = TestImages.Build(new TestImageOptions { Os = "unknown", Architecture = "unknown" });
        Put(attack, TestImages.BuildIndex([.. index.Children, attestation]));

        var signed = await attack.SignAsync("1");

        Assert.Equal(3, signed.Subjects.Count);
        (await attack.VerifyAsync("1", request => request with { Recursive = true })).MustBeTrusted();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task With_an_image_that_is_not_there_is_an_answer(bool platform)
    {
        await using var attack = await Attack.BeginAsync();
        var index = Put(attack, TestImages.MultiArch());
        await attack.SignAsync("1");
        attack.Registry.Content.DeleteManifest(Attack.Repository, index.Children[1].Digest);

        var result = await attack.VerifyAsync("1", request => platform ? request with { Platform = Arm64 } : request with { Recursive = true });

        result.MustNotBeTrusted(CheckIds.Platform, ErrorCodes.ContentMissing);
    }

    [Fact]
    public async Task With_an_image_of_other_bytes_is_an_answer()
    {
        await using var attack = await Attack.BeginAsync();
        var index = Put(attack, TestImages.MultiArch());
        await attack.SignAsync("1");
        attack.Registry.Faults.Add(On.Get($"*/manifests/{index.Children[0].Digest}"), new WrongBytesFault());

        (await attack.VerifyAsync("1", request => request with { Platform = Amd64 })).MustNotBeTrusted(CheckIds.Platform, ErrorCodes.DigestMismatch);
    }

    [Fact]
    public async Task Deeper_than_the_limit_cannot_be_decided()
    {
        await using var attack = await Attack.BeginAsync();
        var index = TestImages.MultiArch();
        for (var depth = 0; depth <= Limits.MaxIndexDepth; depth++) index = TestImages.BuildIndex([index]);
        Put(attack, index);

        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => attack.SignAsync("1"))).Code);
        await attack.SignAsync("1", with: request => request with { Recursive = false });
        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => attack.VerifyAsync("1", request => request with { Recursive = true }))).Code);
    }

    [Fact]
    public async Task With_more_entries_than_the_limit_cannot_be_decided()
    {
        await using var attack = await Attack.BeginAsync();
        var entry = $$"""{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Digest.Of("x"u8)}}","size":1}""";
        attack.Put($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', Enumerable.Repeat(entry, Limits.MaxIndexEntries + 1))}}]}""", MediaTypes.OciIndex);

        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => attack.VerifyAsync("1"))).Code);
    }

    [Fact]
    public async Task Takes_no_platform_for_a_single_image()
    {
        await using var attack = await Attack.BeginAsync();
        attack.PutImage(manifest => manifest);

        Assert.Equal(ErrorCodes.NotAnIndex, (await Assert.ThrowsAsync<ImageSignException>(() => attack.VerifyAsync("1", request => request with { Platform = Amd64 }))).Code);
    }

    private static TestImage Put(Attack attack, TestImage index) => attack.Registry.Content.PutImage(Attack.Repository, index, "1");
}
