using System.Text.Json.Nodes;
using ImageSign.Formats.Embedded;
using ImageSign.Oci;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Embedded;

public sealed class AnEmbeddedSignature
{
    private static readonly Dictionary<string, Action<EmbeddedImage>> Harmless = new()
    {
        ["layers stored uncompressed"] = image => image.Layers[0] = EmbeddedImage.Layer("one"),
        ["layers compressed anew"] = image => image.Layers[0] = Compress(EmbeddedImage.Layer("one")),
        ["nothing of the build container"] = image =>
        {
            image.Config.Remove("container");
            image.Config.Remove("docker_version");
            image.Inner.Remove("Hostname");
        },
        ["empty members left out"] = image => image.Inner.Remove("OnBuild"),
        ["empty members filled in"] = image =>
        {
            image.Inner["Shell"] = new JsonArray();
            image.Inner["Domainname"] = "";
            image.Inner["Healthcheck"] = null;
            image.Config["variant"] = "";
        },
        ["the moment spelt otherwise"] = image => image.Config["created"] = "2023-11-14T23:13:20.12+01:00",
        ["members in another order"] = image =>
        {
            var author = image.Config["author"]!.DeepClone();
            image.Config.Remove("author");
            image.Config["author"] = author;
        },
    };

    public static TheoryData<string> HarmlessNames => [.. Harmless.Keys];

    [Theory]
    [MemberData(nameof(HarmlessNames))]
    public async Task Survives_what_engines_do_to_an_image(string change)
    {
        using var image = await EmbeddedImage.SignedAsync();
        Harmless[change](image);
        image.Write();

        (await image.VerifyAsync()).MustBeTrusted();
    }

    [Theory]
    [InlineData(TestKeyAlgorithm.Rsa2048)]
    [InlineData(TestKeyAlgorithm.EcdsaP256)]
    [InlineData(TestKeyAlgorithm.EcdsaP384)]
    [InlineData(TestKeyAlgorithm.EcdsaP521)]
    public async Task Can_be_of_any_key(TestKeyAlgorithm algorithm)
    {
        var key = TestKeys.Shared(algorithm);
        using var image = EmbeddedImage.Create().Write();
        var engine = new Engine();

        var signed = await engine.SignAsync(image.Reference, key, "embedded");

        (await engine.VerifyAsync(image.Reference, key)).MustBeTrusted();
        Assert.NotEqual(signed.Subjects[0].Replaces, signed.Subjects[0].Descriptor.Digest);
    }

    [Fact]
    public async Task Is_not_of_another_key()
    {
        using var image = await EmbeddedImage.SignedAsync();

        (await new Engine().VerifyAsync(image.Reference, TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).MustNotBeTrusted(CheckIds.SignatureIntegrity);
    }

    [Fact]
    public async Task Stands_beside_those_of_other_signers_and_replaces_its_own()
    {
        using var image = EmbeddedImage.Create().Write();
        var engine = new Engine();
        var other = TestKeys.Shared(TestKeyAlgorithm.EcdsaP384);

        await engine.SignAsync(image.Reference, EmbeddedImage.Key, "embedded");
        await engine.SignAsync(image.Reference, other, "embedded", request => request with { Annotations = new Dictionary<string, string> { ["env"] = "prod" } });
        await engine.SignAsync(image.Reference, EmbeddedImage.Key, "embedded");

        Assert.Equal(2, image.Reread().Envelopes().Count);
        (await image.VerifyAsync()).MustBeTrusted();
        (await engine.VerifyAsync(image.Reference, other, request => request with { Annotations = new Dictionary<string, string> { ["env"] = "prod" } })).MustBeTrusted();
        var unclaimed = await image.VerifyAsync(request => request with { Annotations = new Dictionary<string, string> { ["env"] = "prod" } });
        Assert.Equal(VerdictOutcome.NotTrusted, unclaimed.Verdict.Outcome);
    }

    [Fact]
    public async Task Of_the_base_image_is_dropped_when_the_image_is_signed()
    {
        using var image = await EmbeddedImage.SignedAsync();
        image.Inner["User"] = "root";
        image.Write();
        (await image.VerifyAsync()).MustNotBeTrusted(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject);

        await new Engine().SignAsync(image.Reference, TestKeys.Shared(TestKeyAlgorithm.EcdsaP384), "embedded");

        Assert.Single(image.Reread().Envelopes());
    }

    [Fact]
    public async Task Expires()
    {
        using var image = EmbeddedImage.Create().Write();
        await new Engine(time: new Yesterday()).SignAsync(image.Reference, EmbeddedImage.Key, "embedded", request => request with { ExpiresIn = TimeSpan.FromHours(1) });

        (await image.VerifyAsync()).MustNotBeTrusted(CheckIds.ClaimsExpiry, ErrorCodes.Expired);
    }

    [Fact]
    public async Task States_what_it_covers()
    {
        using var image = await EmbeddedImage.SignedAsync();

        Assert.Equal("config+layers", (await image.VerifyAsync()).Verdict.Root.FactOf("coverage"));
    }

    [Fact]
    public async Task If_missing_leaves_a_valid_one_alone()
    {
        using var image = await EmbeddedImage.SignedAsync();
        var before = await File.ReadAllBytesAsync(image.Path, TestContext.Current.CancellationToken);

        await new Engine().SignAsync(image.Reference, EmbeddedImage.Key, "embedded", request => request with { IfMissing = true });

        Assert.Equal(before, await File.ReadAllBytesAsync(image.Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Is_not_made_for_layers_that_are_not_the_configurations()
    {
        using var image = EmbeddedImage.Create();
        image.Layers[0] = EmbeddedImage.Gzip(EmbeddedImage.Layer("evil"));
        image.Write();

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(image.Reference, EmbeddedImage.Key, "embedded"));

        Assert.Equal(ErrorCodes.LayerMismatch, refusal.Code);
    }

    [Fact]
    public async Task Warns_of_what_a_conversion_drops()
    {
        using var image = EmbeddedImage.Create();
        image.Inner["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD", "/app/hello"), ["Interval"] = 0 };
        image.Write();

        var signed = await new Engine().SignAsync(image.Reference, EmbeddedImage.Key, "embedded");

        Assert.Contains("Healthcheck", Assert.Single(signed.Warnings), StringComparison.Ordinal);
        (await image.VerifyAsync()).MustBeTrusted();
    }

    [Fact]
    public async Task Of_clnstrt_is_recognised_and_refused()
    {
        using var image = EmbeddedImage.Create();
        image.Labels["org.opencontainers.image.signature"] = "Vb8y53WFNGsTeXXT";
        image.Labels["org.opencontainers.image.config"] = "eyJhcmNoaXRlY3R1cmUiOiJhbWQ2NCJ9";
        image.Write();

        var result = await image.VerifyAsync();

        result.MustNotBeTrusted(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature);
        Assert.Contains("diff_ids", result.Verdict.Root.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_over_one_spelling_of_the_configuration()
    {
        var config = """
            {"os":"linux","architecture":"amd64","config":{"Labels":{"b":"\u00e9\"\\\n\u0001","a":""},"Healthcheck":{"Interval":10,"Test":["NONE"],"Retries":0}},
             "created":"2023-11-14T23:13:20.1200+01:00","rootfs":{"diff_ids":[],"type":"layers"},"history":[{"empty_layer":false,"created":"0001-01-01T00:00:00Z"}]}
            """u8;

        var canonical = CanonicalConfig.Read(config.ToArray());

        Assert.Equal(
            """{"architecture":"amd64","config":{"Healthcheck":{"Interval":10,"Test":["NONE"]},"Labels":{"a":"","b":"é\"\\\n\u0001"}},"created":"2023-11-14T22:13:20.12Z","history":[{}],"os":"linux","rootfs":{"diff_ids":[],"type":"layers"}}""",
            System.Text.Encoding.UTF8.GetString(canonical.Bytes.Span));
        Assert.Equal(Digest.Of(canonical.Bytes.Span), canonical.Descriptor.Digest);
    }

    private static byte[] Compress(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(buffer, System.IO.Compression.CompressionLevel.NoCompression)) gzip.Write(content);
        return buffer.ToArray();
    }

    private sealed class Yesterday : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(-1);
    }
}
