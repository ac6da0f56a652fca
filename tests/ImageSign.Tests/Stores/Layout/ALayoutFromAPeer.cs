using ImageSign.Oci;
using ImageSign.Stores.Layout;
using ImageSign.Testing.Files;

namespace ImageSign.Tests.Stores.Layout;

public sealed class ALayoutFromAPeer
{
    private const string CosignImage = "sha256:fa9281c82c2ed4c3a6ddb20bbe45ef57501f748895cdd65a5150aaee1e33c8a2";
    private const string CosignIndex = "sha256:a0382b09f14ff7f656cdcfc5d360bec5701726f00c9688186ce941bb2d470a81";
    private const string NotationImage = "sha256:2b035f06f548257ccaa37a4a4afcbf5054567b44a86389ed94f38a2ec4275cdb";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cosign/layouts.tar.gz", "oci/new-gen", CosignImage, 1)]
    [InlineData("cosign/layouts.tar.gz", "oci/new-twokeys", CosignImage, 3)]
    [InlineData("cosign/layouts.tar.gz", "oci/multi-new", CosignIndex, 1)]
    [InlineData("cosign/layouts.tar.gz", "oci/legacy11-gen", CosignImage, 1)]
    [InlineData("cosign/layouts.tar.gz", "oci/legacy-gen", CosignImage, 0)]
    [InlineData("cosign/layouts.tar.gz", "oci/neg-unsigned", CosignImage, 0)]
    [InlineData("cosign/save.tar.gz", "save/new-gen", CosignImage, 1)]
    [InlineData("cosign/save.tar.gz", "save/new-twokeys", CosignImage, 3)]
    [InlineData("cosign/save.tar.gz", "save/multi-new", CosignIndex, 1)]
    [InlineData("notation/layouts.tar.gz", "layouts/multi-3sigs", NotationImage, 3)]
    [InlineData("notation/layouts.tar.gz", "layouts/jws-p256", NotationImage, 1)]
    [InlineData("notation/layouts.tar.gz", "layouts/unsigned", NotationImage, 0)]
    public async Task Every_referrer_is_found_once_and_can_be_read(string archive, string layout, string image, int expected)
    {
        await using var store = Open(archive, layout);
        var subject = Digest.Parse(image);

        var referrers = await store.ListReferrersAsync(subject, Cancelled).ToListAsync(Cancelled);

        Assert.Equal(expected, referrers.Count);
        Assert.Equal(expected, referrers.Select(referrer => referrer.Digest).Distinct().Count());
        foreach (var referrer in referrers)
        {
            Assert.Equal(subject, (await store.ReadManifestAsync(referrer, Cancelled)).Subject?.Digest);
            Assert.NotNull(referrer.ArtifactType);
        }
    }

    [Theory]
    [InlineData("cosign/layouts.tar.gz", "oci/legacy-gen", CosignImage, 1)]
    [InlineData("cosign/layouts.tar.gz", "oci/legacy-twokeys", CosignImage, 2)]
    [InlineData("cosign/save.tar.gz", "save/legacy-gen", CosignImage, 1)]
    [InlineData("cosign/save.tar.gz", "save/legacy-twokeys", CosignImage, 2)]
    [InlineData("cosign/save.tar.gz", "save/multi-legacy", CosignIndex, 1)]
    public async Task The_signatures_at_a_shared_tag_are_found(string archive, string layout, string image, int signatures)
    {
        await using var store = Open(archive, layout);

        var manifest = await store.ReadSharedTagAsync(Digest.Parse(image), ".sig", Cancelled);

        Assert.Equal(signatures, Assert.IsType<ImageManifest>(manifest).Layers.Count);
    }

    [Theory]
    [InlineData("cosign/layouts.tar.gz", "oci/new-gen", CosignImage)]
    [InlineData("cosign/layouts.tar.gz", "oci/multi-new", CosignIndex)]
    [InlineData("cosign/save.tar.gz", "save/att-legacy", CosignImage)]
    [InlineData("cosign/save.tar.gz", "save/multi-legacy", CosignIndex)]
    [InlineData("notation/layouts.tar.gz", "layouts/multi-3sigs", NotationImage)]
    [InlineData("notation/layouts.tar.gz", "layouts/docker-mediatypes-signed", null)]
    public async Task Signatures_and_platform_images_do_not_make_the_one_image_ambiguous(string archive, string layout, string? image)
    {
        await using var store = Open(archive, layout);

        var subject = await store.ResolveAsync(ImageReference.Parse($"oci:{layout}"), Cancelled);

        if (image is not null) Assert.Equal(Digest.Parse(image), subject.Descriptor.Digest);
        Assert.Null(subject.Subject);
    }

    [Fact]
    public async Task Several_images_are_listed_instead_of_guessed()
    {
        await using var store = Open("cosign/layouts.tar.gz", "oci/neg-unsigned");

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => store.ResolveAsync(ImageReference.Parse("oci:app"), Cancelled));

        Assert.Equal(ErrorCodes.AmbiguousImage, refusal.Code);
        Assert.Contains(":v1, :v2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_no_index_lists_is_found_by_its_digest()
    {
        await using var store = Open("cosign/save.tar.gz", "save/new-gen");

        var subject = await store.ResolveAsync(ImageReference.Parse("oci:app@sha256:52dc2d24f39d4bebe0942df25387196b0d674d1f86abaa71d94ba3c56f244efb"), Cancelled);

        Assert.Equal(877, subject.Descriptor.Size);
    }

    [Theory]
    [InlineData("oci:app:v3")]
    [InlineData("oci:app@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task What_is_not_there_is_not_found(string reference)
    {
        await using var store = Open("cosign/layouts.tar.gz", "oci/new-gen");

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => store.ResolveAsync(ImageReference.Parse(reference), Cancelled));

        Assert.Equal(ErrorCodes.ImageNotFound, refusal.Code);
    }

    private static LayoutStore Open(string archive, string layout) => new(Path.Combine(Vectors.Unpack(archive), layout));
}
