using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>Key files whose passwords would be stretched for hours: whoever wrote the file chose the number.</summary>
public sealed class AnExpensivePassword : IDisposable
{
    /// <summary>An iteration count that is found again in DER: 70001, three bytes.</summary>
    private static readonly byte[] Moderate = [0x02, 0x03, 0x01, 0x11, 0x71];
    private static readonly byte[] Excessive = [0x02, 0x03, 0x7f, 0xff, 0xff];
    private static readonly PbeParameters Stretching = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 70_001);

    private readonly TemporaryDirectory _directory = new();

    [Theory, InlineData(false), InlineData(true)]
    public async Task Of_an_encrypted_key_is_not_even_tried(bool excessive)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = key.ExportEncryptedPkcs8PrivateKey("sesame", Stretching);
        if (excessive) Change(der);
        var pem = PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", der);

        await OpenAsync(System.Text.Encoding.ASCII.GetBytes(pem), excessive ? ErrorCodes.KeyDerivationTooCostly : null);
    }

    [Theory, InlineData("mac"), InlineData("contents"), InlineData("key")]
    public async Task Of_a_pfx_file_is_not_even_tried(string where)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shrouded = key.ExportEncryptedPkcs8PrivateKey("sesame", Stretching);
        if (where == "key") Change(shrouded);
        var contents = new Pkcs12SafeContents();
        contents.AddSafeBag(new Pkcs12ShroudedKeyBag(shrouded, skipCopy: true));
        var pfx = new Pkcs12Builder();
        if (where == "contents") pfx.AddSafeContentsEncrypted(contents, "sesame", Stretching);
        else pfx.AddSafeContentsUnencrypted(contents);
        pfx.SealWithMac("sesame", HashAlgorithmName.SHA256, where == "mac" ? 70_001 : 1);
        var bytes = pfx.Encode();
        if (where != "key") Change(bytes, last: where == "mac");

        await OpenAsync(bytes, ErrorCodes.KeyDerivationTooCostly);
    }

    public void Dispose() => _directory.Dispose();

    private static void Change(byte[] der, bool last = false) =>
        Excessive.CopyTo(der, last ? der.AsSpan().LastIndexOf(Moderate) : der.AsSpan().IndexOf(Moderate));

    private async Task OpenAsync(byte[] file, ErrorCode? refusal)
    {
        var path = Path.Combine(_directory.Path, "a.key");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        var opening = new FileKeyProvider().OpenSigningKeyAsync(new KeyReference(KeyScheme.File, path), new Passwords("sesame"), TestContext.Current.CancellationToken).AsTask();
        if (refusal is not null) Assert.Equal(refusal, (await Assert.ThrowsAsync<ImageSignException>(() => opening)).Code);
        else Assert.Equal("ECDSA P-256", (await opening).PublicKey.Name);
    }
}
