using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A registry, or somebody who may push to it, that lists more than anybody can look through.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ListingsWithoutEnd
{
    private const int Many = 10_000;
    private static readonly Answer Over = Answer.Cannot(ErrorCodes.OverLimit);

    private static readonly Dictionary<string, Situation> Table = new(StringComparer.Ordinal)
    {
        ["pages of referrers without end, ours on the first"] = new(On.Get("*/referrers/*"), new EndlessPagesFault()),
        ["pages of referrers without end"] = new(On.Get("*/referrers/*"), new EndlessPagesFault()) { Signed = false, Verify = Over, MaxRequests = Limits.MaxPages + 10 },
        ["pages of tags without end"] = new(On.Get("*/tags/list"), new EndlessPagesFault()) { Signed = false, ReferrersApi = false, Verify = Over, MaxRequests = Limits.MaxPages + 20 },
        ["10000 referrers, ours first"] = new(Referrers) { Passes = false },
        ["10000 referrers"] = new(Referrers) { Signed = false, Passes = false, Verify = Answer.Cannot(ErrorCodes.TooManySignatures), MaxRequests = Limits.MaxReferrers + 20 },
        ["an index of 10001 referrers"] = new(Index) { Signed = false, Passes = false, ReferrersApi = false, Verify = Over },
        ["10000 markers"] = new(Markers) { Signed = false, Passes = false, ReferrersApi = false, Verify = Over },
        ["100001 tags"] = new(On.Get("*/tags/list"), new WrongBytesFault(Tags())) { Signed = false, ReferrersApi = false, Verify = Over },
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory, MemberData(nameof(Rows))]
    public Task Are_endured(string row) => HostileSite.EndureAsync(Table[row]);

    /// <summary>Each answer comes in time, and so it could go on for days.</summary>
    [Fact]
    public async Task Are_given_up_on_after_a_while_in_all()
    {
        var time = new ManualTime();
        await using var attack = await Attack.BeginAsync();
        var subject = attack.PutImage(manifest => manifest);
        for (var i = 0; i < 20; i++) attack.PutSignature(subject, Encoding.UTF8.GetBytes($"{i}"), MediaTypes.SigstoreBundle);
        attack.Registry.Faults.Add(On.Get("*/manifests/sha256:*"), new CustomFault(_ =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(false);
        }));

        (await new Engine(time: time).VerifyAsync(attack.At(subject), Attack.Key)).MustBeUndecided(ErrorCodes.OverLimit);

        Assert.InRange(attack.Registry.Requests.Count("GET", "*/manifests/sha256:*"), 10, 13);
    }

    private static void Referrers(HostileSite site)
    {
        site.Registry.Reconfigure(options => options with { ReferrersPageSize = 1_000 });
        for (var i = 0; i < Many; i++)
        {
            var manifest = Encoding.UTF8.GetBytes($$"""
                {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","artifactType":"text/plain","config":{"mediaType":"{{MediaTypes.OciEmpty}}","digest":"{{Digest.Of("{}"u8)}}","size":2},
                "layers":[],"subject":{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{site.Subject}}","size":1},"annotations":{"number":"{{i}}"} }
                """);
            site.Registry.Content.PutManifest(HostileSite.Repository, tag: null, manifest, MediaTypes.OciManifest);
        }
    }

    private static void Index(HostileSite site)
    {
        var entry = $$"""{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{Digest.Of("x"u8)}}","size":1}""";
        var index = $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', Enumerable.Repeat(entry, Many + 1))}}]}""";
        site.Registry.Content.PutManifest(HostileSite.Repository, site.Subject.Replace(':', '-'), Encoding.UTF8.GetBytes(index), MediaTypes.OciIndex);
    }

    private static void Markers(HostileSite site)
    {
        for (var i = 0; i < Many; i++) site.Registry.Content.SetTag(HostileSite.Repository, $"{site.Subject.Replace(':', '-')}.{i:x16}", site.Subject);
    }

    private static byte[] Tags() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["name"] = HostileSite.Repository,
        ["tags"] = new JsonArray([.. Enumerable.Range(0, Limits.MaxTags + 1).Select(number => JsonValue.Create($"v{number}"))]),
    }.ToJsonString());
}
