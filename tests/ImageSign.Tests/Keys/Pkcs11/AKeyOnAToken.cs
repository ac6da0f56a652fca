using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Keys.Pkcs11;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>A key that stays on a token of SoftHSM.</summary>
[Collection(TokenTests.Name)]
public sealed class AKeyOnAToken
{
    private readonly TokenFixture _tokens;
    private readonly Pkcs11KeyProvider _provider = new();

    public AKeyOnAToken(TokenFixture tokens)
    {
        _tokens = tokens;
        tokens.Require();
    }

    public static TheoryData<string, string> CertifiedKeysAndFormats => new MatrixTheoryData<string, string>(
        TokenFixture.Certified, ["sigstore", "cosign", "notary-jws", "notary-cose"]);

    public static TheoryData<string, string> KeysAndFormats => new MatrixTheoryData<string, string>(
        [.. TokenFixture.Certified, .. TokenFixture.Generated.Select(key => key.Label), "each-time"], ["sigstore", "cosign", "embedded", "detached"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(CertifiedKeysAndFormats))]
    public async Task Signs_an_image_that_its_certificate_verifies(string name, string format)
    {
        using var signer = new NotarySigner();
        await signer.Engine.SignAsync(new SignRequest(signer.Image, KeyReference.Parse($"pkcs11:token=release;object={name}")) { Formats = [format] });

        var result = format.StartsWith("notary", StringComparison.Ordinal)
            ? await signer.VerifyAsync()
            : await signer.Engine.VerifyAsync(new VerifyRequest(signer.Image) { Keys = [KeyReference.Parse(Path.Combine(NotationVectors.Folder, "pki", name, "leaf.crt"))] });
        result.MustBeTrusted();
    }

    [Theory, MemberData(nameof(KeysAndFormats))]
    public async Task Signs_and_its_public_half_as_a_file_verifies(string name, string format)
    {
        using var directory = new TempDirectory();
        var key = KeyReference.Parse($"pkcs11:token=release;object={name}");
        var publicKey = directory.File("key.pub");
        var half = await _provider.ReadPublicKeyAsync(key, Cancel);
        await File.WriteAllTextAsync(publicKey, System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", half.SubjectPublicKeyInfo.Span), Cancel);
        string image;
        if (format is "sigstore" or "cosign")
        {
            image = $"oci:{directory.Copy(NotationVectors.Layout("unsigned"))}@{NotationVectors.TargetOf("unsigned")}";
        }
        else
        {
            File.Copy(Vectors.PathOf("archives/podman-docker.tar"), directory.File("app.tar"));
            image = $"docker-archive:{directory.File("app.tar")}";
        }

        await SignAsync(image, key, format == "detached" ? [] : [format]);

        (await new Engine().VerifyAsync(image, KeyReference.Parse(publicKey))).MustBeTrusted();
        (await new Engine().VerifyAsync(image, key)).MustBeTrusted();
    }

    [Theory]
    [InlineData("token=release;object=p256")]
    [InlineData("token=release;id=%c3")]
    [InlineData("token=release;object=p256;id=%C3;type=private")]
    [InlineData("serial=SERIAL;object=p256")]
    [InlineData("serial=SERIAL;id=%c3;manufacturer=SoftHSM%20project;model=SoftHSM%20v2")]
    [InlineData("slot-id=SLOT;id=%c3")]
    [InlineData("slot-id=SLOT;token=release;serial=SERIAL;object=p256;library-manufacturer=SoftHSM;library-description=Implementation%20of%20PKCS11")]
    public async Task Is_found_by_its_token_and_by_its_object(string attributes)
    {
        var uri = attributes.Replace("SERIAL", _tokens.ReleaseSerial, StringComparison.Ordinal).Replace("SLOT", await SlotAsync(), StringComparison.Ordinal);
        using var key = await OpenAsync($"pkcs11:{uri}");

        Assert.Equal(await CertifiedAsync("p256"), key.PublicKey.Fingerprint);
    }

    [Theory]
    [InlineData("token=release;object=p256;id=%c4", 3051, "no signing key with object 'p256' and id c4; there are: ")]
    [InlineData("token=release;object=nobody", 3051, "object 'own-ed25519' id a4")]
    [InlineData("token=release;object=double", 3052, "2 keys of the token 'release' have object 'double'")]
    [InlineData("token=nowhere;object=p256", 3044, "token 'release' serial")]
    [InlineData("token=twin;object=p256", 3045, "2 tokens have token 'twin'")]
    [InlineData("token=release;slot-id=1;object=p256", 3044, "No token has token 'release' and slot-id '1'")]
    [InlineData("token=release;library-version=9.9;object=p256", 3044, "the module itself is another one")]
    [InlineData("token=release;object=bare", 3053, "The public half of the key")]
    [InlineData("token=release;object=p256;type=public", 3005, "is a public key")]
    public async Task That_is_not_exactly_one_is_refused(string attributes, int code, string words)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync($"pkcs11:{attributes}"));

        Assert.Equal(code, refusal.Code.Number);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_found_between_two_of_one_label_by_its_id()
    {
        using var one = await OpenAsync("pkcs11:token=release;object=double;id=%b2");
        using var other = await OpenAsync("pkcs11:token=release;object=double;id=%b3");

        Assert.NotEqual(one.PublicKey.Fingerprint, other.PublicKey.Fingerprint);
    }

    [Fact]
    public async Task Brings_the_certificates_that_stand_beside_it_and_gives_way_to_named_ones()
    {
        using var key = await OpenAsync("pkcs11:token=release;object=p256");

        Assert.Equal(3, Assert.IsAssignableFrom<ICertifiedKey>(key).Chain.Certificates.Count);
        using var signer = new NotarySigner();
        var chain = Path.Combine(NotationVectors.Folder, "pki", "p256", "chain.pem");
        await signer.Engine.SignAsync(new SignRequest(signer.Image, KeyReference.Parse("pkcs11:token=release;object=p256")) { Formats = ["notary-jws"], CertificateChainFile = chain });
        (await signer.VerifyAsync()).MustBeTrusted();
    }

    [Fact]
    public async Task Needs_no_login_to_verify()
    {
        using var environment = new EnvironmentScope().Set("IMAGESIGN_PKCS11_PIN", null);
        var passwords = new Passwords("no");

        var key = await _provider.ReadPublicKeyAsync(KeyReference.Parse("pkcs11:token=release;object=own-p256"), Cancel);

        Assert.Equal("ECDSA P-256", key.Name);
        Assert.Equal(0, passwords.Asked);
    }

    [Theory, InlineData("file"), InlineData("env"), InlineData("pem")]
    public async Task May_be_named_in_a_file_or_a_variable(string where)
    {
        const string uri = "pkcs11:token=release;object=own-p256";
        using var directory = new TempDirectory();
        using var environment = new EnvironmentScope().Set("IMAGESIGN_TEST_KEY", $"{uri}\n");
        await File.WriteAllTextAsync(directory.File("key"), where == "pem" ? ProviderPem(uri) : $"{uri}\r\n", Cancel);
        var reference = KeyReference.Parse(where == "env" ? "env://IMAGESIGN_TEST_KEY" : directory.File("key"));
        var image = $"oci:{directory.Copy(NotationVectors.Layout("unsigned"))}@{NotationVectors.TargetOf("unsigned")}";

        await SignAsync(image, reference, ["sigstore"]);

        (await new Engine().VerifyAsync(image, reference)).MustBeTrusted();
    }

    [Fact]
    public async Task Signs_many_messages_at_once_in_a_few_sessions()
    {
        using var key = await OpenAsync("pkcs11:token=many;object=key");
        var signatures = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => key.SignAsync(key.PublicKey.SigstoreAlgorithms[0], new byte[] { (byte)i }, Cancel).AsTask()));

        Assert.All(signatures.Index(), item => Assert.True(key.PublicKey.Verify(key.PublicKey.SigstoreAlgorithms[0], [(byte)item.Index], item.Item)));
    }

    [Fact]
    public async Task That_is_taken_away_meanwhile_is_said_to_be_gone()
    {
        using var key = await OpenAsync("pkcs11:token=goner;object=key");
        await key.SignAsync(key.PublicKey.SigstoreAlgorithms[0], "before"u8.ToArray(), Cancel);
        foreach (var directory in Directory.GetDirectories(_tokens.Tokens.TokenDirectory))
        {
            if (File.ReadAllBytes(Path.Combine(directory, "token.object")).AsSpan().IndexOf("goner"u8) >= 0) Directory.Delete(directory, recursive: true);
        }

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => key.SignAsync(key.PublicKey.SigstoreAlgorithms[0], "after"u8.ToArray(), Cancel).AsTask());

        Assert.Equal(ErrorCodes.TokenGone, failure.Code);
    }

    private static Task<SignResult> SignAsync(string image, KeyReference key, IReadOnlyList<string> formats) =>
        new ImageSigner(new Engine().Options).SignAsync(new SignRequest(ImageReference.Parse(image), key) { Formats = formats }, Cancel);

    private Task<ISigningKey> OpenAsync(string uri) => _provider.OpenSigningKeyAsync(KeyReference.Parse(uri), Passwords.None, Cancel).AsTask();

    private static async Task<string> CertifiedAsync(string name) =>
        (await new FileKeyProvider().ReadPublicKeyAsync(KeyReference.Parse(Path.Combine(NotationVectors.Folder, "pki", name, "leaf.crt")), Cancel)).Fingerprint;

    /// <summary>SoftHSM numbers a slot by the last four bytes of its serial number.</summary>
    private Task<string> SlotAsync() =>
        Task.FromResult((Convert.ToUInt32(_tokens.ReleaseSerial[^8..], 16) & 0x7FFFFFFF).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string ProviderPem(string uri)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(System.Formats.Asn1.UniversalTagNumber.VisibleString, "PKCS#11 Provider URI v1.0");
            writer.WriteCharacterString(System.Formats.Asn1.UniversalTagNumber.UTF8String, uri);
        }

        return System.Security.Cryptography.PemEncoding.WriteString("PKCS#11 PROVIDER URI", writer.Encode());
    }
}
