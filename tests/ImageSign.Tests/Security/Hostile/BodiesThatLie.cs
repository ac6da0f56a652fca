using ImageSign.Oci;
using ImageSign.Testing.Faults;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>A registry whose bodies are not as long as it says, without end, too slow, or others than their digests name.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class BodiesThatLie
{
    private const long Gigabyte = 1024 * 1024 * 1024;

    /// <summary>What is read of an image without end: what its limit allows, and what .NET reads besides in the hope that a connection can be used again.</summary>
    private const long Image = Limits.MaxManifestBytes + (2 * 1024 * 1024);

    private const string Tag = "*/manifests/1";
    private const string ByDigest = "*/manifests/sha256:*";
    private const string Listing = "*/referrers/*";
    private const string Blob = "*/blobs/sha256:*";

    private static readonly Answer Broken = Answer.No(ErrorCodes.Malformed);
    private static readonly Answer Altered = Answer.No(ErrorCodes.DigestMismatch);
    private static readonly Answer Over = Answer.Cannot(ErrorCodes.OverLimit);

    private static readonly Dictionary<string, Situation> Table = new(StringComparer.Ordinal)
    {
        ["an image without end"] = new Situation(On.Get(Tag), new EndlessBodyFault()) { MaxRequests = 1, MaxBytes = Image }.Both(ErrorCodes.OverLimit),
        ["a listing without end"] = new(On.Get(Listing), new EndlessBodyFault()) { Verify = Over },
        ["an envelope without end"] = new(On.Get(Blob), new EndlessBodyFault()) { Verify = Over },
        ["an error without end"] = new(Endless(Listing, 404)) { Verify = Over },
        ["an image that is longer than it may be"] = new Situation(On.Get(Tag), new OverlongBodyFault(Limits.MaxManifestBytes, chunked: true)) { MaxRequests = 1, MaxBytes = Image }.Both(ErrorCodes.OverLimit),
        ["a listing that is longer than it may be"] = new(On.Get(Listing), new OverlongBodyFault(Limits.MaxListingBytes)) { Verify = Over },
        ["an envelope that is longer than its descriptor says"] = new(On.Get(Blob), new OverlongBodyFault(1)) { Verify = Altered },
        ["an image that is said to have a gigabyte"] = new Situation(On.Get(Tag), new LyingContentLengthFault(Gigabyte, silent: true)) { MaxRequests = 1 }.Both(ErrorCodes.OverLimit),
        ["a listing that is said to have a gigabyte"] = new(On.Get(Listing), new LyingContentLengthFault(Gigabyte, silent: true)) { Verify = Over },
        ["an envelope that is said to have a gigabyte"] = new(On.Get(Blob), new LyingContentLengthFault(Gigabyte, silent: true)) { Verify = Over },
        ["an envelope that is said to be as long as one may be"] = new(On.Get(Blob), new LyingContentLengthFault(Limits.MaxEnvelopeBytes)) { Verify = Answer.Cannot(ErrorCodes.RegistryUnreachable) },
        ["an image that is said to be longer than it is"] = new Situation(On.Get(Tag), new LyingContentLengthFault(100_000)) { MaxRequests = 5 }.Both(ErrorCodes.RegistryUnreachable),
        ["an image that is said to be shorter than it is"] = new(On.Get(Tag), new LyingContentLengthFault(10)) { Verify = Broken, Sign = Answer.Cannot(ErrorCodes.Malformed) },
        ["an image that is cut off"] = new(On.Get(Tag), new TruncatedBodyFault(10, framed: true)) { Verify = Broken, Sign = Answer.Cannot(ErrorCodes.Malformed) },
        ["a listing that is cut off"] = new(On.Get(Listing), new TruncatedBodyFault(10, framed: true))
        { Verify = Answer.Cannot(ErrorCodes.AnswerUnreadable) },
        ["an artifact that is cut off"] = new(On.Get(ByDigest), new TruncatedBodyFault(10, framed: true)) { Verify = Altered },
        ["an envelope that is cut off"] = new(On.Get(Blob), new TruncatedBodyFault(10, framed: true)) { Verify = Altered },
        ["an artifact with other bytes"] = new(On.Get(ByDigest), new WrongBytesFault()) { Verify = Altered },
        ["an envelope with other bytes"] = new(On.Get(Blob), new WrongBytesFault()) { Verify = Altered },
        ["an envelope with no bytes"] = new(On.Get(Blob), new WrongBytesFault([])) { Verify = Altered },
        ["an image that drips"] = new Situation(On.Get(Tag), new SlowBodyFault(1, TimeSpan.FromMilliseconds(100))) { Timeout = TimeSpan.FromSeconds(1), MaxRequests = 1 }.Both(ErrorCodes.TimedOut),
        ["an envelope that drips"] = new(On.Get(Blob), new SlowBodyFault(1, TimeSpan.FromMilliseconds(100))) { Timeout = TimeSpan.FromSeconds(3), Verify = Answer.Cannot(ErrorCodes.TimedOut) },
        ["a signature of a gigabyte beside a good one"] = new(Attached(Gigabyte)) { Passes = false },
        ["a signature of a gigabyte alone"] = new(Attached(Gigabyte)) { Signed = false, Verify = Over, Passes = false },
        ["more signatures, each as large as may be, than may be read in all"] = new(Attached(Enumerable.Range(0, 10).Select(number => (long)(Limits.MaxEnvelopeBytes - number)).ToArray())) { Signed = false, Verify = Over, Passes = false },
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Theory, MemberData(nameof(Rows))]
    public Task Are_endured(string row) => HostileSite.EndureAsync(Table[row]);

    private static Action<HostileSite> Endless(string path, int status) => site =>
    {
        site.Registry.Faults.Add(On.Get(path), new EndlessBodyFault());
        site.Registry.Faults.Add(On.Get(path), new StatusCodeFault(status));
    };

    /// <summary>Signature artifacts whose layer is said to be so large; nobody stores that much, and nobody asks for it.</summary>
    private static Action<HostileSite> Attached(params long[] sizes) => site =>
    {
        foreach (var size in sizes)
        {
            var envelope = Envelopes.Bundle(Envelopes.Statement(site.Subject, annotations: $"{{\"size\":\"{size}\"}}"));
            site.Attach(envelope, manifest => manifest.Replace($"\"size\":{envelope.Length}", $"\"size\":{size}", StringComparison.Ordinal));
            site.Registry.Content.DeleteBlob(HostileSite.Repository, Digest.Of(envelope).ToString());
        }
    };
}
