using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Tasks.Tests;

/// <summary>Asks the engine, as the tool does.</summary>
internal static class VerifiedImages
{
    /// <summary>Requires a signature by the key in that file, in each of the formats; <c>detached</c> is the bundle beside an archive.</summary>
    public static async Task ShouldBeSignedAsync(string image, string publicKeyFile, params string[] formats)
    {
        foreach (var format in formats)
        {
            var verdict = await VerifyAsync(image, publicKeyFile, format);
            Assert.True(verdict.Outcome == VerdictOutcome.Trusted, $"{image}, {format}: {verdict.Root.Reason}");
        }
    }

    public static async Task ShouldNotBeSignedAsync(string image, string publicKeyFile) =>
        Assert.Equal(VerdictOutcome.NotTrusted, (await VerifyAsync(image, publicKeyFile, "sigstore")).Outcome);

    public static async Task<Verdict> VerifyAsync(string image, string publicKeyFile, string format, params (string Name, string Value)[] annotations)
    {
        var engine = NoPassword.Engine();
        var reference = ImageReference.Parse(image);
        var request = new VerifyRequest(reference)
        {
            Keys = [KeyReference.Parse(publicKeyFile)],
            Formats = format == DetachedBundle.FormatName ? [] : [format],
            BundleFile = format == DetachedBundle.FormatName ? DetachedBundle.Beside(reference) : null,
            Annotations = annotations.ToDictionary(pair => pair.Name, pair => pair.Value),
        };
        return (await new ImageVerifier(engine).VerifyAsync(request, TestContext.Current.CancellationToken)).Verdict;
    }
}
