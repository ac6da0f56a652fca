using System.Text.Json;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tests.Formats.Notary;

public sealed class CertificateChainsThatBreakARule
{
    public static TheoryData<string, bool> Chains { get; } = Read();

    [Theory, MemberData(nameof(Chains))]
    public async Task Are_refused_before_any_request_and_others_sign(string name, bool signs)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions()), "1");
        using var engine = new NotaryEngine();
        var folder = NotationVectors.InvalidPki(name);
        var request = new SignRequest(ImageReference.Parse(registry.Reference("app", "1")), new KeyReference(KeyScheme.File, Path.Combine(folder, "leaf.key")))
        {
            CertificateChainFile = Path.Combine(folder, "chain.pem"),
            Formats = ["notary-jws"],
        };
        if (signs)
        {
            Assert.Single(Assert.Single((await engine.SignAsync(request)).Subjects).Signatures);
            return;
        }

        var e = await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(request));
        Assert.True(e.Code == ErrorCodes.SigningCertificateRefused || e.Code == ErrorCodes.CertificateChainUnreadable || e.Code == ErrorCodes.KeyInvalid || e.Code == ErrorCodes.CertificateChainNeeded, e.ToString());
        Assert.Empty(registry.Requests.All);
    }

    private static TheoryData<string, bool> Read()
    {
        var data = new TheoryData<string, bool>();
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(NotationVectors.Folder, "sign-invalid-chains.json")));
        foreach (var item in json.RootElement.EnumerateObject()) data.Add(item.Name, item.Value.GetProperty("expect").GetString() == "sign");
        return data;
    }
}
