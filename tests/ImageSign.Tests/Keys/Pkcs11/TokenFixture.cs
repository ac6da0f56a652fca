using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;
using ImageSign.Testing.Tokens;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>
/// One directory of tokens for the whole test process, since a module reads its configuration once. <c>release</c> has the keys of the Notary vectors with
/// their certificates and generated ones; each other token serves one test.
/// </summary>
public sealed class TokenFixture : IAsyncLifetime
{
    public static readonly string[] Certified = ["rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521"];

    public static readonly (string Type, string Label)[] Generated =
    [
        ("rsa:2048", "own-rsa"), ("EC:prime256v1", "own-p256"), ("EC:secp384r1", "own-p384"), ("EC:secp521r1", "own-p521"), ("EC:edwards25519", "own-ed25519"),
    ];

    private readonly EnvironmentScope _environment = new();
    private SoftHsm? _tokens;

    public SoftHsm Tokens => _tokens!;

    public string ReleaseSerial { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (SoftHsm.Module is not { } module) return;
        _tokens = new SoftHsm();
        _environment.Set(SoftHsm.ConfigurationVariable, _tokens.Configuration).Set("IMAGESIGN_PKCS11_MODULE", module).Set("IMAGESIGN_PKCS11_PIN", SoftHsm.Pin);
        ReleaseSerial = await _tokens.CreateTokenAsync("release");
        foreach (var label in (string[])["twin", "twin", "wrong", "short", "goner", "many"]) await _tokens.CreateTokenAsync(label);
        for (var i = 0; i < Certified.Length; i++) await ImportAsync(Certified[i], $"c{i}");
        for (var i = 0; i < Generated.Length; i++) await _tokens.GenerateAsync("release", Generated[i].Type, Generated[i].Label, $"a{i}");
        await _tokens.GenerateAsync("release", "EC:prime256v1", "each-time", "b0", "--always-auth");
        await _tokens.GenerateAsync("release", "EC:prime256v1", "bare", "b1");
        await _tokens.DeleteAsync("release", "pubkey", "b1");
        await _tokens.GenerateAsync("release", "EC:prime256v1", "double", "b2");
        await _tokens.GenerateAsync("release", "EC:prime256v1", "double", "b3");
        await _tokens.GenerateAsync("goner", "EC:prime256v1", "key", "01");
        await _tokens.GenerateAsync("many", "EC:prime256v1", "key", "01");
    }

    public ValueTask DisposeAsync()
    {
        _environment.Dispose();
        _tokens?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Skips on a desk without SoftHSM; in CI that is a failure.</summary>
    public void Require()
    {
        Assert.SkipUnless(Peers.AreRequired || _tokens is not null, "SoftHSM is not installed (Debian's softhsm2 and opensc)");
        Assert.NotNull(_tokens);
    }

    private async Task ImportAsync(string name, string id)
    {
        var folder = Vectors.PathOf($"notation/pki/{name}");
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "leaf.crt"), Path.Combine(folder, "leaf.key"));
        var key = certificate.GetRSAPrivateKey()?.ExportPkcs8PrivateKey() ?? certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKey();
        await Tokens.WriteAsync("release", "privkey", key, name, id);
        await Tokens.WriteAsync("release", "cert", certificate.RawData, name, id);
        foreach (var issuer in (string[])["ica.crt", "root.crt"])
        {
            using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, issuer));
            await Tokens.WriteAsync("release", "cert", authority.RawData, $"{name} {issuer}", $"{id}{(issuer == "ica.crt" ? "01" : "02")}");
        }
    }
}
