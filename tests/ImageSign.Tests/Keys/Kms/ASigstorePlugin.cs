using ImageSign.Keys;
using ImageSign.Keys.Kms;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys.Kms;

/// <summary>A key behind a plug-in of Sigstore's protocol, <c>NAME://…</c>.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ASigstorePlugin : IDisposable
{
    private const string Scheme = "imagesigntest";

    private readonly InstalledPlugin _plugin = new("");
    private readonly EnvironmentScope _environment = new();

    public ASigstorePlugin()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plug-in of these tests is started by a shell script.");
        var script = Path.Combine(_plugin.Home, $"sigstore-kms-{Scheme}");
        File.WriteAllText(script, $"#!/bin/sh\nexec '{_plugin.Executable}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var name in (string[])["rsa2048", "p256", "p384", "p521"])
        {
            File.Copy(Path.Combine(NotationVectors.Folder, "pki", name, "leaf.key"), Path.Combine(_plugin.Home, $"{name}.pem"));
        }

        _environment.Set("PATH", $"{_plugin.Home}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<string> Methods => _plugin.Requests.Select(request => request["methodName"]!.GetValue<string>());

    public void Dispose()
    {
        _environment.Dispose();
        _plugin.Dispose();
    }

    [Theory]
    [InlineData("rsa2048", "sigstore", 5)]
    [InlineData("p256", "cosign", 5)]
    [InlineData("p384", "sigstore", 6)]
    [InlineData("p521", "cosign", 7)]
    [InlineData("p256", "notary-jws", 5)]
    public async Task Signs_with_two_starts_and_names_its_hash(string key, string format, int hash)
    {
        using var signer = new NotarySigner();
        await SignAsync(signer, key, format);

        Assert.Equal(["publicKey", "signMessage"], Methods);
        var asked = _plugin.Requests[1];
        Assert.Equal((key, hash), (asked["initOptions"]!["keyResourceID"]!.GetValue<string>(), asked["initOptions"]!["hashFunc"]!.GetValue<int>()));
        Assert.Equal(hash, asked["signMessage"]!["signOptions"]!["messageOptions"]!["hashFunc"]!.GetValue<int>());
        if (format == "notary-jws") (await signer.VerifyAsync()).MustBeTrusted();
        else (await signer.Engine.VerifyAsync(new VerifyRequest(signer.Image) { Keys = [Reference(key)] })).MustBeTrusted();
    }

    [Fact]
    public async Task Is_asked_as_cosign_asks()
    {
        await new SigstorePluginKeyProvider().ReadPublicKeyAsync(Reference("p256"), Cancel);

        var asked = _plugin.Requests[0];
        asked["initOptions"]!.AsObject().Remove("ctxDeadline");
        Assert.Equal(
            """{"initOptions":{"protocolVersion":"v1","keyResourceID":"p256","hashFunc":5,"rpcOptions":{"keyVersion":"","remoteVerification":false}},"methodName":"publicKey","publicKey":{"publicKeyOptions":{"rpcOptions":{"keyVersion":"","remoteVerification":false}}}}""",
            asked.ToJsonString());
    }

    [Theory]
    [InlineData("error", 3058, "access denied: the token expired")]
    [InlineData("missing", 3058, "'publicKey' is missing")]
    [InlineData("garbage", 3058, "publicKey")]
    [InlineData("silent", 3058, "it answered nothing")]
    [InlineData("crash", 3058, "exit code 2; it said: Traceback: it crashed")]
    [InlineData("badsig", 3055, "its own key does not verify")]
    [InlineData("chatty", 2006, "The output of")]
    [InlineData("slow", 2017, "")]
    public async Task That_fails_signs_nothing(string mode, int code, string words)
    {
        _plugin.Mode = mode;
        using var signer = new NotarySigner();

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, "p256", "sigstore", TimeSpan.FromSeconds(mode == "slow" ? 2 : 60)));

        if (mode == "slow") Assert.Equal(ErrorCodes.TimedOut, failure.Code);
        else Assert.Equal(code, failure.Code.Number);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_ends_badly_after_a_good_answer_is_believed()
    {
        _plugin.Mode = "exit3";
        using var signer = new NotarySigner();

        await SignAsync(signer, "p256", "sigstore");
    }

    [Theory, InlineData("p256-none", 3058), InlineData("rsa2048", 3054)]
    public async Task Is_refused_what_it_cannot_do(string key, int code)
    {
        using var signer = new NotarySigner();

        Assert.Equal(code, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, key, "notary-jws"))).Code.Number);
    }

    [Fact]
    public async Task That_is_not_installed_is_named()
    {
        var reference = KeyReference.Parse("nobodys-kms://key");
        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new SigstorePluginKeyProvider().ReadPublicKeyAsync(reference, Cancel).AsTask());

        Assert.Equal(ErrorCodes.KmsPluginNotFound, failure.Code);
        Assert.Contains("sigstore-kms-nobodys-kms", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_a_key()
    {
        var made = await new KeyPlaces(new Engine().Options).CreateAsync(Reference("new"), KeyAlgorithm.EcdsaP256, Cancel);

        Assert.Equal(made.Fingerprint, (await new KeyPlaces(new Engine().Options).ReadPublicKeyAsync(Reference("new"), Cancel)).Fingerprint);
        Assert.Equal("ecdsa-p256", _plugin.Requests[0]["createKey"]!["algorithm"]!.GetValue<string>());
    }

    private static KeyReference Reference(string key) => KeyReference.Parse($"{Scheme}://{key}");

    private static Task<SignResult> SignAsync(NotarySigner signer, string key, string format, TimeSpan? patience = null)
    {
        var folder = key.StartsWith('r') || key is "p256" ? key : "p256";
        var options = signer.Engine.Options with { Keys = [new SigstorePluginKeyProvider(patience)] };
        return new ImageSigner(options).SignAsync(
            new SignRequest(signer.Image, Reference(key))
            {
                Formats = [format],
                CertificateChainFile = format.StartsWith("notary", StringComparison.Ordinal) ? Path.Combine(NotationVectors.Folder, "pki", folder, "chain.pem") : null,
            },
            Cancel);
    }
}
