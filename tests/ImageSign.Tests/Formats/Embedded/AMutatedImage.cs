using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Embedded;

/// <summary>Each mutation is put together consistently: every name and digest fits. It must be refused by the check that is there for it.</summary>
public sealed class AMutatedImage
{
    private static readonly Dictionary<string, (string Check, Action<EmbeddedImage> Mutate)> Mutations = new()
    {
        ["another architecture"] = (CheckIds.ClaimsSubject, image => image.Config["architecture"] = "arm64"),
        ["another operating system"] = (CheckIds.ClaimsSubject, image => image.Config["os"] = "windows"),
        ["a variant"] = (CheckIds.ClaimsSubject, image => image.Config["variant"] = "v8"),
        ["a version of the operating system"] = (CheckIds.ClaimsSubject, image => image.Config["os.version"] = "10"),
        ["another creation time"] = (CheckIds.ClaimsSubject, image => image.Config["created"] = "2023-11-14T22:13:21.12Z"),
        ["another author"] = (CheckIds.ClaimsSubject, image => image.Config["author"] = "you"),
        ["another variable"] = (CheckIds.ClaimsSubject, image => image.Inner["Env"]!.AsArray().Add("LD_PRELOAD=/evil.so")),
        ["a variable with another value"] = (CheckIds.ClaimsSubject, image => image.Inner["Env"]![1] = "A=2"),
        ["no variables"] = (CheckIds.ClaimsSubject, image => image.Inner.Remove("Env")),
        ["variables in another order"] = (CheckIds.ClaimsSubject, image => image.Inner["Env"] = new JsonArray("A=1", "PATH=/bin")),
        ["another user"] = (CheckIds.ClaimsSubject, image => image.Inner["User"] = "root"),
        ["no user"] = (CheckIds.ClaimsSubject, image => image.Inner["User"] = ""),
        ["another command"] = (CheckIds.ClaimsSubject, image => image.Inner["Cmd"] = new JsonArray("/evil")),
        ["no command"] = (CheckIds.ClaimsSubject, image => image.Inner.Remove("Cmd")),
        ["another entrypoint"] = (CheckIds.ClaimsSubject, image => image.Inner["Entrypoint"] = new JsonArray("/evil")),
        ["no entrypoint"] = (CheckIds.ClaimsSubject, image => image.Inner["Entrypoint"] = null),
        ["another working directory"] = (CheckIds.ClaimsSubject, image => image.Inner["WorkingDir"] = "/"),
        ["another volume"] = (CheckIds.ClaimsSubject, image => image.Inner["Volumes"]!["/etc"] = new JsonObject()),
        ["another port"] = (CheckIds.ClaimsSubject, image => image.Inner["ExposedPorts"]!["22/tcp"] = new JsonObject()),
        ["another stop signal"] = (CheckIds.ClaimsSubject, image => image.Inner["StopSignal"] = "SIGKILL"),
        ["a health check"] = (CheckIds.ClaimsSubject, image => image.Inner["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD", "/evil") }),
        ["a build trigger"] = (CheckIds.ClaimsSubject, image => image.Inner["OnBuild"] = new JsonArray("RUN /evil")),
        ["another shell"] = (CheckIds.ClaimsSubject, image => image.Inner["Shell"] = new JsonArray("/evil")),
        ["a member that some engine may know"] = (CheckIds.ClaimsSubject, image => image.Inner["Privileged"] = true),
        ["another label"] = (CheckIds.ClaimsSubject, image => image.Labels["x"] = "evil"),
        ["an added label"] = (CheckIds.ClaimsSubject, image => image.Labels["evil"] = "1"),
        ["an added empty label"] = (CheckIds.ClaimsSubject, image => image.Labels["evil"] = ""),
        ["a missing label"] = (CheckIds.ClaimsSubject, image => image.Labels.Remove("x")),
        ["a missing empty label"] = (CheckIds.ClaimsSubject, image => image.Labels.Remove("z")),
        ["another history"] = (CheckIds.ClaimsSubject, image => image.Config["history"]![0]!["created_by"] = "COPY evil"),
        ["less history"] = (CheckIds.ClaimsSubject, image => image.Config["history"]!.AsArray().RemoveAt(1)),
        ["a layer and its hash exchanged"] = (CheckIds.ClaimsSubject, image => Exchange(image, 1, EmbeddedImage.Layer("evil"), withHash: true)),
        ["hashes in another order"] = (CheckIds.ClaimsSubject, image => Swap(image.DiffIds)),
        ["a hash too many"] = (CheckIds.ClaimsSubject, image => image.DiffIds.Add(image.DiffIds[0]!.GetValue<string>())),
        ["a layer and its hash added"] = (CheckIds.ClaimsSubject, image => Add(image, EmbeddedImage.Layer("evil"))),
        ["no hashes at all"] = (CheckIds.Artifact, image => image.Config["rootfs"]!["diff_ids"] = null),
        ["a rootfs of another type"] = (CheckIds.Artifact, image => image.Config["rootfs"]!["type"] = "snapshot"),
        ["a layer exchanged under its hash"] = (CheckIds.Layers, image => Exchange(image, 1, EmbeddedImage.Layer("evil"), withHash: false)),
        ["layers in another order"] = (CheckIds.Layers, image => image.Layers.Reverse()),
        ["a layer missing"] = (CheckIds.Layers, image => image.Layers.RemoveAt(1)),
        ["a layer added"] = (CheckIds.Layers, image => image.Layers.Add(EmbeddedImage.Gzip(EmbeddedImage.Layer("evil")))),
        ["a layer whose compression is broken"] = (CheckIds.Layers, image => image.Layers[1] = [.. image.Layers[1][..20], .. new byte[20]]),
        ["a layer cut off"] = (CheckIds.Layers, image => image.Layers[0] = image.Layers[0][..^20]),
        ["the label of another image"] = (CheckIds.ClaimsSubject, image => image.Labels[EmbeddedImage.Label] = OtherLabel()),
        ["another signature"] = (CheckIds.SignatureIntegrity, image => Envelope(image, envelope => envelope["signatures"]![0]!["sig"] = Flip(envelope["signatures"]![0]!["sig"]!))),
        ["another payload"] = (CheckIds.SignatureIntegrity, image => Envelope(image, envelope => envelope["payload"] = Replace(envelope["payload"]!, "dev.imagesign.time", "dev.example.timer"))),
        ["another payload type"] = (CheckIds.EnvelopeType, image => Envelope(image, envelope => envelope["payloadType"] = "application/vnd.in-toto+json")),
        ["a payload that is no statement"] = (CheckIds.EnvelopeWellFormed, image => Envelope(image, envelope => envelope["payload"] = Convert.ToBase64String("{}"u8))),
        ["an envelope without signature"] = (CheckIds.Artifact, image => Envelope(image, envelope => envelope["signatures"] = new JsonArray())),
        ["an envelope with an unknown member"] = (CheckIds.Artifact, image => Envelope(image, envelope => envelope["x"] = 1)),
        ["a label that is no base64"] = (CheckIds.Artifact, image => image.Labels[EmbeddedImage.Label] = "%%%"),
        ["a label that is no array"] = (CheckIds.Artifact, image => image.SetEnvelopes(new JsonObject())),
        ["a label without signatures"] = (CheckIds.Signatures, image => image.SetEnvelopes(new JsonArray())),
        ["no label"] = (CheckIds.Signatures, image => image.Labels.Remove(EmbeddedImage.Label)),
        ["two users, by case"] = (CheckIds.Artifact, image => image.Inner["user"] = "root"),
        ["two configurations, by case"] = (CheckIds.Artifact, image => image.Config["Config"] = new JsonObject { ["User"] = "root" }),
        ["two rootfs, by case"] = (CheckIds.Artifact, image => image.Config["RootFS"] = new JsonObject()),
        ["two hash lists, by case"] = (CheckIds.Artifact, image => image.Config["rootfs"]!["DIFF_IDS"] = new JsonArray()),
        ["two label maps, by case"] = (CheckIds.Artifact, image => image.Inner["labels"] = new JsonObject()),
        ["a number that readers round"] = (CheckIds.Artifact, image => image.Inner["StopTimeout"] = 9007199254740993),
        ["a time that is none"] = (CheckIds.Artifact, image => image.Config["created"] = "yesterday"),
    };

    public static TheoryData<string> Names => [.. Mutations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_by_the_check_that_is_there_for_it(string mutation)
    {
        using var image = await EmbeddedImage.SignedAsync();
        (await image.VerifyAsync()).MustBeTrusted();
        var (check, mutate) = Mutations[mutation];

        mutate(image);
        image.Write();

        (await image.VerifyAsync()).MustNotBeTrusted(check);
    }

    [Theory]
    [InlineData("zstd", new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0 })]
    [InlineData("xz", new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0, 0 })]
    [InlineData("bzip2", new byte[] { 0x42, 0x5a, 0x68, 0x39, 0, 0, 0, 0 })]
    public async Task A_layer_that_cannot_be_decompressed_leaves_it_undecided(string compression, byte[] layer)
    {
        using var image = await EmbeddedImage.SignedAsync();
        image.Layers[1] = layer;
        image.Write();

        var result = await image.VerifyAsync();

        result.MustBeUndecided(ErrorCodes.LayerUnreadable);
        Assert.Contains(compression, result.Verdict.Root.Reason, StringComparison.Ordinal);
    }

    private static void Exchange(EmbeddedImage image, int position, byte[] layer, bool withHash)
    {
        image.Layers[position] = EmbeddedImage.Gzip(layer);
        if (withHash) image.DiffIds[position] = Digest.Of(layer).ToString();
    }

    private static void Add(EmbeddedImage image, byte[] layer)
    {
        image.Layers.Add(EmbeddedImage.Gzip(layer));
        image.DiffIds.Add(Digest.Of(layer).ToString());
    }

    private static void Swap(JsonArray items) => (items[0], items[1]) = (items[1]!.DeepClone(), items[0]!.DeepClone());

    private static string OtherLabel()
    {
        using var other = EmbeddedImage.SignedAsync(image => image.Inner["User"] = "root").GetAwaiter().GetResult();
        return other.Labels[EmbeddedImage.Label]!.GetValue<string>();
    }

    private static void Envelope(EmbeddedImage image, Action<JsonObject> change)
    {
        var envelopes = image.Envelopes();
        change(envelopes[0]!.AsObject());
        image.SetEnvelopes(envelopes);
    }

    private static string Flip(JsonNode base64)
    {
        var bytes = Convert.FromBase64String(base64.GetValue<string>());
        bytes[^1] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    private static string Replace(JsonNode base64, string old, string replacement)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(base64.GetValue<string>()));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)));
    }
}
