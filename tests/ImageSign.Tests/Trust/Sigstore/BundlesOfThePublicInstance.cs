using System.Text.Json;
using ImageSign.Formats.Sigstore;
using ImageSign.Testing.Files;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>Bundles that the public instance made, by the trusted root that is built in.</summary>
public sealed class BundlesOfThePublicInstance
{
    private static readonly Dictionary<string, JsonElement> All = JsonDocument.Parse(Vectors.Read("sigstore-conformance/real/cases.json")).RootElement
        .GetProperty("cases").EnumerateArray().ToDictionary(item => item.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public static TheoryData<string> Cases => [.. All.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void Are_whose_they_are(string name)
    {
        var item = All[name];
        var answer = Verify(item);

        Assert.Equal(item.GetProperty("expected").GetString() == "pass", answer.Passed);
        if (!answer.Passed) Assert.Equal(CheckIds.Identity, Assert.Single(answer.Checks, check => check.Outcome == CheckOutcome.Fail).Id);
    }

    private static SigstoreVerification Verify(JsonElement item)
    {
        var bundle = SigstoreBundle.Parse(
            Vectors.Read($"sigstore-conformance/real/{item.GetProperty("bundle").GetString()}"), withEvidence: true);
        var identity = new CertificateIdentity(
            IdentityMatch.Exact(item.GetProperty("identity").GetString()!), IdentityMatch.Exact(item.GetProperty("issuer").GetString()!));
        if (item.TryGetProperty("claims", out var claims))
        {
            foreach (var claim in claims.EnumerateObject()) identity = identity.Claiming(claim.Name, claim.Value.GetString()!);
        }

        var trust = new TrustedRootSource().Open(new SigstoreTrust { Identities = [identity] });
        return SigstoreVerification.OfCertificate(
            new SignedEnvelope(bundle.PayloadType, bundle.Payload, bundle.Signature), bundle.Evidence!, trust, TimeProvider.System.GetUtcNow());
    }
}
