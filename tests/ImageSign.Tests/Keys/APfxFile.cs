using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Keys;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Verification;

namespace ImageSign.Tests.Keys;

public sealed class APfxFile : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Theory, InlineData("p256", "notary-jws"), InlineData("rsa3072", "notary-cose")]
    public async Task Signs_with_the_chain_that_it_holds(string key, string format)
    {
        using var signer = new NotarySigner();
        await SignAsync(signer, Write(key), format, "sesame");
        Assert.Equal(VerdictOutcome.Trusted, (await signer.VerifyAsync()).Verdict.Outcome);
    }

    [Fact]
    public async Task With_a_wrong_password_or_none_is_refused()
    {
        using var signer = new NotarySigner();
        var file = Write("p256");
        Assert.Equal(ErrorCodes.WrongPassword, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, file, "notary-jws", "wrong"))).Code);
        Assert.Equal(ErrorCodes.PasswordNeeded, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, file, "notary-jws", null))).Code);
    }

    [Fact]
    public async Task That_is_damaged_is_refused()
    {
        using var signer = new NotarySigner();
        var file = Write("p256");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        Assert.Equal(ErrorCodes.KeyFileNotUnderstood, (await Assert.ThrowsAsync<ImageSignException>(() => SignAsync(signer, file, "notary-jws", "sesame"))).Code);
    }

    public void Dispose() => _directory.Dispose();

    private static Task<SignResult> SignAsync(NotarySigner signer, string file, string format, string? password) =>
        new ImageSigner(signer.Engine.Options with { Passwords = new Password(password) }).SignAsync(new SignRequest(signer.Image, KeyReference.Parse(file)) { Formats = [format] }, TestContext.Current.CancellationToken);

    private string Write(string key)
    {
        var pki = Path.Combine(NotationVectors.Folder, "pki", key);
        using var leaf = X509Certificate2.CreateFromPemFile(Path.Combine(pki, "leaf.crt"), Path.Combine(pki, "leaf.key"));
        var all = new X509Certificate2Collection(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "root.crt")));
        all.Add(leaf);
        all.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ica.crt")));
        var file = _directory.File($"{key}.pfx");
        File.WriteAllBytes(file, all.ExportPkcs12(new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000), "sesame"));
        return file;
    }

    private sealed class Password(string? text) : IPasswordSource
    {
        public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult(text is null ? null : Encoding.UTF8.GetBytes(text));
    }
}
