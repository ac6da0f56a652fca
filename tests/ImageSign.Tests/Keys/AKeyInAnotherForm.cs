using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>The same key in all the forms that editors, build systems and other tools leave it in.</summary>
public sealed class AKeyInAnotherForm : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);

    public static TheoryData<string> Mangled =>
        ["crlf", "one line", "literal", "literal crlf", "base64", "base64 in lines", "base64 of der", "indented", "text around", "quoted", "quoted literal", "mark", "no last line end", "continued"];

    public static TheoryData<string, string> Foreign => new()
    {
        { "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n", "ssh-keygen -p -m PKCS8" },
        { "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n", "gpg --export-ssh-key" },
        { "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\nAAAA\n=AAAA\n-----END PGP PRIVATE KEY BLOCK-----\n", "generate-key-pair" },
        { "ecdsa-sha2-nistp256 AAAA me@here", "ssh-keygen -e -m PKCS8" },
        { "ssh-rsa AAAA me@here", "ssh-keygen -e -m PKCS8" },
        { "ssh-ed25519 AAAA me@here", "generate-key-pair" },
        { "PuTTY-User-Key-File-3: ssh-rsa\n", "puttygen" },
        { "{\"kty\":\"EC\"}", "PEM" },
        { "-----BEGIN TRUSTED CERTIFICATE-----\nAAAA\n-----END TRUSTED CERTIFICATE-----\n", "openssl x509" },
        { "-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----\n", "openssl pkcs7" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Fingerprint => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(_ec.ExportSubjectPublicKeyInfo()))}";

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
        _directory.Dispose();
    }

    [Theory, MemberData(nameof(Mangled))]
    public async Task Is_the_same_key(string form)
    {
        using var key = await OpenAsync(Mangle(_ec.ExportPkcs8PrivateKeyPem() + "\n", form));

        Assert.Equal(Fingerprint, key.PublicKey.Fingerprint);
        Assert.Equal(Fingerprint, Read(Mangle(_ec.ExportSubjectPublicKeyInfoPem() + "\n", form)).Fingerprint);
        Assert.Equal(ErrorCodes.PublicKeyNeeded, Assert.Throws<ImageSignException>(() => Read(Mangle(_ec.ExportPkcs8PrivateKeyPem() + "\n", form))).Code);
        Assert.Equal(ErrorCodes.PrivateKeyNeeded, await RefusalAsync(Mangle(_ec.ExportSubjectPublicKeyInfoPem() + "\n", form)));
    }

    [Fact]
    public async Task Is_read_in_DER_and_a_public_one_is_never_called_private()
    {
        byte[][] publicOnes = [_ec.ExportSubjectPublicKeyInfo(), _rsa.ExportSubjectPublicKeyInfo(), _rsa.ExportRSAPublicKey(), Certificate()];
        byte[][] privateOnes = [_ec.ExportPkcs8PrivateKey(), _ec.ExportECPrivateKey(), _rsa.ExportPkcs8PrivateKey(), _rsa.ExportRSAPrivateKey()];

        foreach (var file in publicOnes)
        {
            Assert.NotEmpty(Read(file).Fingerprint);
            Assert.Equal(ErrorCodes.PrivateKeyNeeded, await RefusalAsync(file));
        }

        foreach (var file in privateOnes)
        {
            using var key = await OpenAsync(file);
            var refusal = Assert.Throws<ImageSignException>(() => Read(file));
            Assert.Equal(ErrorCodes.PublicKeyNeeded, refusal.Code);
            Assert.Contains("openssl pkey -inform DER -in a.key -pubout", refusal.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Is_what_it_holds_and_not_what_its_label_says() => Assert.Equal(
        ErrorCodes.PublicKeyNeeded,
        Assert.Throws<ImageSignException>(() => Read(Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", _ec.ExportPkcs8PrivateKey())))).Code);

    [Theory, InlineData("utf-16"), InlineData("utf-16BE")]
    public async Task Is_named_as_UTF_16_with_how_to_save_it(string encoding)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(Encoding.GetEncoding(encoding).GetBytes(_ec.ExportPkcs8PrivateKeyPem())));

        Assert.Equal(ErrorCodes.KeyFileNotUnderstood, refusal.Code);
        Assert.Contains("UTF-16", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Foreign))]
    public async Task Of_another_world_is_named_with_the_way_from_there(string text, string command)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(Encoding.ASCII.GetBytes(text)));

        Assert.Equal(ErrorCodes.KeyFileNotUnderstood, refusal.Code);
        Assert.Contains(command, refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.KeyFileNotUnderstood, Assert.Throws<ImageSignException>(() => Read(Encoding.ASCII.GetBytes(text))).Code);
    }

    [Fact]
    public async Task Beside_its_certificate_is_refused_with_where_certificates_go()
    {
        var text = _ec.ExportPkcs8PrivateKeyPem() + "\n" + PemEncoding.WriteString("CERTIFICATE", Certificate());

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(Encoding.ASCII.GetBytes(text)));

        Assert.Equal(ErrorCodes.KeyFileNotUnderstood, refusal.Code);
        Assert.Contains("--certificate-chain", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pipe_is_read_once_and_known_when_it_is_asked_for_again()
    {
        if (OperatingSystem.IsWindows()) return;
        var pipe = _directory.File("pipe");
        using (var making = System.Diagnostics.Process.Start("mkfifo", [pipe])) await making.WaitForExitAsync(Cancel);
        var provider = new FileKeyProvider();
        var text = _ec.ExportSubjectPublicKeyInfoPem();
        var writing = Task.Run(() => File.WriteAllText(pipe, text), Cancel);

        var first = await provider.ReadPublicKeyAsync(KeyReference.Parse(pipe), Cancel);
        var second = await provider.ReadPublicKeyAsync(KeyReference.Parse(pipe), Cancel);
        await writing;

        Assert.Equal((Fingerprint, Fingerprint), (first.Fingerprint, second.Fingerprint));
    }

    [Fact]
    public async Task In_a_pipe_that_nobody_writes_to_can_be_given_up()
    {
        if (OperatingSystem.IsWindows()) return;
        var pipe = _directory.File("pipe");
        using (var making = System.Diagnostics.Process.Start("mkfifo", [pipe])) await making.WaitForExitAsync(Cancel);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FileKeyProvider().ReadPublicKeyAsync(KeyReference.Parse(pipe), patience.Token).AsTask());
        await File.WriteAllTextAsync(pipe, "", Cancel); // lets the reader go
    }

    [Fact]
    public async Task That_is_a_directory_is_called_one() => Assert.Contains(
        "it is a directory",
        (await Assert.ThrowsAsync<ImageSignException>(() => new FileKeyProvider().ReadPublicKeyAsync(KeyReference.Parse(_directory.File(".")), Cancel).AsTask())).Message,
        StringComparison.Ordinal);

    private static byte[] Mangle(string pem, string form)
    {
        var literal = pem.Replace("\n", "\\n", StringComparison.Ordinal);
        return form switch
        {
            "crlf" => Encoding.ASCII.GetBytes(pem.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "one line" => Encoding.ASCII.GetBytes(pem.Replace('\n', ' ')),
            "literal" => Encoding.ASCII.GetBytes(literal),
            "literal crlf" => Encoding.ASCII.GetBytes(pem.Replace("\n", "\\r\\n", StringComparison.Ordinal)),
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))),
            "base64 in lines" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.ASCII.GetBytes(pem), Base64FormattingOptions.InsertLineBreaks)),
            "base64 of der" => Encoding.ASCII.GetBytes(string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')))),
            "indented" => Encoding.ASCII.GetBytes("    " + pem.Replace("\n", "\n    ", StringComparison.Ordinal)),
            "text around" => Encoding.UTF8.GetBytes($"Bag Attributes\n  friendlyName: größe\n{pem}\nthe end\n"),
            "quoted" => Encoding.ASCII.GetBytes($"\"{pem}\""),
            "quoted literal" => Encoding.ASCII.GetBytes($"'{literal}'\n"),
            "mark" => [0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes(pem)],
            "continued" => Encoding.ASCII.GetBytes(pem.Replace("\n", "\\\n", StringComparison.Ordinal)),
            _ => Encoding.ASCII.GetBytes(pem.TrimEnd()),
        };
    }

    private static Crypto.PublicKey Read(byte[] file) => KeyOpener.ReadPublicKey(file, "a.key");

    private static Task<ISigningKey> OpenAsync(byte[] file) => KeyOpener.OpenSigningKeyAsync(file, "a.key", Passwords.None, Cancel).AsTask();

    private static async Task<ErrorCode> RefusalAsync(byte[] file) => (await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file))).Code;

    private byte[] Certificate()
    {
        using var certificate = new CertificateRequest("CN=test", _ec, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    }
}
