using ImageSign.Configuration;
using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Configuration;

/// <summary>sign -c and verify -c: a signature binds the image to the very file, and the image is compared with it both times (SECURITY-RULES 12, 25).</summary>
public sealed class ASignatureThatNamesADescription
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData("sigstore"), InlineData("cosign"), InlineData("embedded")]
    public async Task Is_found_in_every_format_and_the_image_is_as_described(string format)
    {
        await using var image = await DescribedImage.CreateAsync();

        var signed = await image.SignAsync(format);

        Assert.True(signed.Configuration!.Passed);
        var verified = await image.VerifyAsync(with: request => request with { Strict = true, Formats = [format] });
        verified.MustBeTrusted();
        string[] ids = ["config.file", "layers", "config.from", "config.packages", "config.env", "config.workdir", "config.user", "config.cmd", "config.labels"];
        Assert.Equal(ids, Assert.Single(verified.Verdict.Root.Children, check => check.Id == CheckIds.Config).Children.Select(check => check.Id));
        Assert.Equal("app.yaml", verified.Verdict.Root.FactOf("config-name"));
        // Without the file, nothing is compared; the claim is shown.
        var plain = await image.Engine.VerifyAsync(image.Image, DescribedImage.Key);
        plain.MustBeTrusted();
        Assert.Equal(CheckOutcome.Skip, Assert.Single(plain.Verdict.Root.Flatten(), check => check.Id == CheckIds.ClaimsConfig).Outcome);
    }

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task Is_found_in_notary_envelopes(string format)
    {
        using var notary = new NotarySigner();
        using var files = new TemporaryDirectory();
        var description = files.Write("app.yaml", "labels: {}\n");

        await notary.SignAsync("p256", format, request => request with { ConfigFile = description });

        (await notary.VerifyAsync(change: request => request with { ConfigFile = description })).MustBeTrusted();
        var other = files.Write("other.yaml", "labels: {}\n\n");
        (await notary.VerifyAsync(change: request => request with { ConfigFile = other })).MustNotBeTrusted(CheckIds.ClaimsConfig, ErrorCodes.OtherDescription);
    }

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true)]
    public async Task Is_found_beside_archives_and_inside_them(bool oci, bool embedded)
    {
        using var directory = new TempDirectory();
        using var files = new TemporaryDirectory();
        var archive = directory.File("app.tar");
        if (oci) File.Copy(Vectors.PathOf("archives/podman-oci.tar"), archive);
        else using (var built = EmbeddedImage.Create().Write()) File.Copy(built.Path, archive);
        var image = $"{(oci ? "oci-archive" : "docker-archive")}:{archive}";
        var description = files.Write("app.yaml", oci ? "labels: {}" : "user: nobody\nworkdir: /app\nentrypoint: [/bin/sh]\ncmd: [/app/hello]\nenv: {PATH: /bin, A: \"1\"}\n");
        var engine = new Engine();

        var signed = await new ImageSigner(engine.Options).SignAsync(
            new SignRequest(ImageReference.Parse(image), KeyFiles.PrivateOf(DescribedImage.Key))
            {
                ConfigFile = description,
                Formats = embedded ? ["embedded"] : [],
                BundleFile = oci ? $"{archive}.sigstore.json" : null,
            },
            Cancel);

        Assert.Equal(embedded ? "embedded" : "detached", Assert.Single(Assert.Single(signed.Subjects).Signatures).Format);
        (await engine.VerifyAsync(image, DescribedImage.Key, request => request with { ConfigFile = description, Strict = true })).MustBeTrusted();
        (await engine.VerifyAsync(image, TestKeys.Shared(TestKeyAlgorithm.Rsa2048), request => request with { ConfigFile = description })).MustNotBeTrusted(CheckIds.SignatureIntegrity);
        File.AppendAllText(description, "\n");
        (await engine.VerifyAsync(image, DescribedImage.Key, request => request with { ConfigFile = description })).MustNotBeTrusted(CheckIds.ClaimsConfig, ErrorCodes.OtherDescription);
    }

    [Fact]
    public async Task Of_a_file_of_bytes_alone_names_none()
    {
        using var image = EmbeddedImage.Create().Write();
        using var files = new TemporaryDirectory();
        var engine = new Engine();
        await new ImageSigner(engine.Options).SignAsync(new SignRequest(ImageReference.Parse(image.Reference), KeyFiles.PrivateOf(DescribedImage.Key)), Cancel);

        var result = await engine.VerifyAsync(image.Reference, DescribedImage.Key, request => request with { ConfigFile = files.Write("app.yaml", "user: nobody") });

        result.MustNotBeTrusted(CheckIds.ClaimsConfig, ErrorCodes.OtherDescription);
    }

    [Fact]
    public async Task Names_that_file_and_no_other()
    {
        await using var image = await DescribedImage.CreateAsync();
        await image.SignAsync();

        var changed = image.Write("changed.yaml", $"{File.ReadAllText(image.Description)}\n# as good as the same\n");

        (await image.VerifyAsync(changed)).MustNotBeTrusted(CheckIds.ClaimsConfig, ErrorCodes.OtherDescription);
    }

    [Fact]
    public async Task Must_say_everything_alone()
    {
        await using var image = await DescribedImage.CreateAsync();
        await image.SignAsync();
        await image.Engine.SignAsync(image.Image, DescribedImage.Key, with: request => request with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["release"] = "7" } });
        var asked = new Dictionary<string, string>(StringComparer.Ordinal) { ["release"] = "7" };

        (await image.VerifyAsync()).MustBeTrusted();
        (await image.Engine.VerifyAsync(image.Image, DescribedImage.Key, request => request with { Annotations = asked })).MustBeTrusted();
        Assert.Equal(VerdictOutcome.NotTrusted, (await image.VerifyAsync(with: request => request with { Annotations = asked })).Verdict.Outcome);
    }

    [Fact]
    public async Task Is_not_made_for_an_image_that_contradicts()
    {
        await using var image = await DescribedImage.CreateAsync(options => options with { User = "root", Env = [.. options.Env, "LD_PRELOAD=/evil.so"] });

        foreach (var format in (string[])["sigstore", "cosign", "embedded"])
        {
            var refusal = await Assert.ThrowsAsync<ImageSignException>(() => image.SignAsync(format));

            Assert.Equal(ErrorCodes.DescriptionContradicted, refusal.Code);
            Assert.Contains("config.user, the user is 'root', not 'nobody'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("LD_PRELOAD", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["1"], image.Registry.Content.Tags("app"));
        Assert.DoesNotContain(image.Registry.Requests.All, request => request.Method is "PUT" or "POST");
    }

    [Fact]
    public async Task Of_somebody_who_did_not_compare_does_not_help()
    {
        await using var image = await DescribedImage.CreateAsync(options => options with { User = "root" });
        var claims = (await DescriptionFile.LoadAsync(image.Description, Cancel)).Claims.ToDictionary(StringComparer.Ordinal);
        await SignWithoutLookingAsync(image, claims);

        (await image.VerifyAsync()).MustNotBeTrusted(CheckIds.ConfigUser, ErrorCodes.NotAsDescribed);
    }

    [Fact]
    public async Task Passes_with_what_cannot_be_known_unless_that_is_asked_for()
    {
        await using var image = await DescribedImage.CreateAsync(options => options with { Env = [.. options.Env, "OTHER=1"] });
        var description = image.Write("unknown.yaml", "from: localhost:1/gone:1\nenv: {APP_ENV: production}\nuser: nobody\n");
        await image.SignAsync(description: description);

        var verified = await image.VerifyAsync(description);

        verified.MustBeTrusted();
        Assert.Equal(["config.from", "config.env"], verified.Verdict.Root.Children.Single(check => check.Id == CheckIds.Config).Children.Where(check => check.Outcome == CheckOutcome.Skip).Select(check => check.Id));
        (await image.VerifyAsync(description, request => request with { Strict = true })).MustNotBeTrusted(CheckIds.ConfigFrom, ErrorCodes.DescriptionNotConfirmed);
    }

    [Fact]
    public async Task Of_an_index_binds_the_image_of_every_platform()
    {
        await using var image = await DescribedImage.CreateAsync();
        image.Registry.Content.PutImage("base", TestImages.MultiArch(new TestImageOptions { Layers = [image.Options.Layers[0]], Env = [] }), "1");
        image.Registry.Content.PutImage("app", TestImages.MultiArch(image.Options), "1");

        await image.SignAsync();

        var verified = await image.VerifyAsync(with: request => request with { Strict = true, Recursive = true });
        verified.MustBeTrusted();
        Assert.Equal(["linux/amd64", "linux/arm64"], verified.Verdict.Root.Children.Single(check => check.Id == CheckIds.Config).Children.Select(check => check.FactOf("platform")));
        (await image.VerifyAsync(with: request => request with { Platform = new Platform("linux", "arm64") })).MustBeTrusted();

        var one = TestImages.Build(image.Options with { Architecture = "arm64", User = "root" });
        image.Registry.Content.PutImage("app", TestImages.BuildIndex([TestImages.Build(image.Options), one]), "1");
        Assert.Equal(ErrorCodes.DescriptionContradicted, (await Assert.ThrowsAsync<ImageSignException>(() => image.SignAsync())).Code);
    }

    [Fact]
    public async Task Is_made_once_if_missing()
    {
        await using var image = await DescribedImage.CreateAsync();
        await image.Engine.SignAsync(image.Image, DescribedImage.Key);

        var first = await image.Engine.SignAsync(image.Image, DescribedImage.Key, with: request => request with { ConfigFile = image.Description, IfMissing = true });
        var second = await image.Engine.SignAsync(image.Image, DescribedImage.Key, with: request => request with { ConfigFile = image.Description, IfMissing = true });

        Assert.Equal((1, 0), (first.Subjects[0].Signatures.Count, second.Subjects[0].Signatures.Count));
    }

    [Fact]
    public async Task Is_judged_before_the_image_is_looked_into()
    {
        await using var image = await DescribedImage.CreateAsync();

        var verified = await image.VerifyAsync();

        verified.MustNotBeTrusted(CheckIds.Signatures, ErrorCodes.Unsigned);
        Assert.DoesNotContain(image.Registry.Requests.All, request => request.Path.Contains("/base/", StringComparison.Ordinal));
    }

    /// <summary>A signature with the claims of a description, by somebody who holds the key and compares nothing.</summary>
    private static async Task SignWithoutLookingAsync(DescribedImage image, Dictionary<string, string> claims)
    {
        var request = new SignRequest(ImageReference.Parse(image.Image), KeyFiles.PrivateOf(DescribedImage.Key));
        var store = (ImageSign.Stores.IWritableImageStore)image.Engine.Options.OpenStore(request.Image);
        await using var closing = store;
        var subject = await store.ResolveAsync(request.Image, Cancel);
        using var key = await new ImageSign.Keys.KeyProviders(image.Engine.Options.Keys).OpenSigningKeyAsync(request.Key, image.Engine.Options.Passwords, Cancel);
        await image.Engine.Options.FormatsNamed(["sigstore"])[0].SignAsync(new SigningContext(store, subject.Descriptor, new SignedClaims { Subject = subject.Descriptor.Digest, Annotations = claims }, key), Cancel);
    }
}
