using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>
/// One case of tests/vectors/keyless/expected.json: an image that was signed with an identity, and what must become of it.
/// </summary>
internal sealed record KeylessCase(
    string Id, string Command, string Must, string Layout, string Digest, string Root, string? Identity, string? Issuer, string[] Flags)
{
    public static IReadOnlyDictionary<string, KeylessCase> All { get; } = Read();

    /// <summary>Verifies it through the engine, as its flags say.</summary>
    public Task<VerifyResult> VerifyAsync()
    {
        var request = new VerifyRequest(ImageReference.Parse($"oci:{Vectors.Unpack("keyless/layouts.tar.gz")}/{Layout}@{Digest}"))
        {
            Sigstore = Trust(),
            Annotations = Values("-a").Select(AnnotationNames.Parse).ToDictionary(),
        };
        return new ImageVerifier(new Engine().Options).VerifyAsync(request, TestContext.Current.CancellationToken);
    }

    private SigstoreTrust Trust() => new()
    {
        TrustedRootFile = Vectors.PathOf($"keyless/{Root}"),
        Identities = Identities(),
        RequireTimestamps = Flags.Contains("--use-signed-timestamps"),
        InsecureIgnoreTransparencyLog = Flags.Contains("--insecure-ignore-tlog"),
        InsecureIgnoreCertificateLog = Flags.Contains("--insecure-ignore-sct"),
    };

    private CertificateIdentity[] Identities()
    {
        var subject = Part(Identity, "--certificate-identity-regexp");
        var issuer = Part(Issuer, "--certificate-oidc-issuer-regexp");
        if (subject is null || issuer is null) return [];
        var identity = new CertificateIdentity(subject, issuer);
        foreach (var claim in (string[])["trigger", "sha", "name", "repository", "ref"])
        {
            foreach (var value in Values($"--certificate-github-workflow-{claim}"))
            {
                identity = identity.Claiming($"github-workflow-{claim}", value);
            }
        }

        return [identity];
    }

    private IdentityMatch? Part(string? exact, string pattern) =>
        exact is not null
            ? IdentityMatch.Exact(exact)
            : Values(pattern).FirstOrDefault() is { } regexp
            ? IdentityMatch.Pattern(regexp)
            : null;

    private IEnumerable<string> Values(string flag) => Flags.Index().Where(item => item.Item == flag).Select(item => Flags[item.Index + 1]);

    private static Dictionary<string, KeylessCase> Read()
    {
        using var json = JsonDocument.Parse(Vectors.Read("keyless/expected.json"));
        return json.RootElement.GetProperty("cases").EnumerateArray().Select(Of).ToDictionary(item => item.Id, StringComparer.Ordinal);
    }

    private static KeylessCase Of(JsonElement item) => new(
        item.GetProperty("id").GetString()!,
        item.GetProperty("command").GetString()!,
        item.GetProperty("imagesignMust").GetString()!,
        item.GetProperty("layout").GetString()!,
        item.GetProperty("imageDigest").GetString()!,
        item.GetProperty("trustedRoot").GetString()!,
        item.GetProperty("identity").GetString(),
        item.GetProperty("issuer").GetString(),
        [.. item.GetProperty("extraFlags").EnumerateArray().Select(flag => flag.GetString()!)]);
}
