using System.Text;
using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>Every file of tests/vectors/keys: opened with its password, or named for what it is.</summary>
public sealed class EncryptedKeysOfOpenssl : IDisposable
{
    private const string Password = "secret";

    private static readonly string Folder = Vectors.PathOf("keys");
    private static readonly FileKeyProvider Provider = new();

    private readonly TempDirectory _directory = new();

    public static TheoryData<string> Opened =>
    [
        "3des.pem", "aes-128.pem", "aes-192.pem", "ec.parameters-first.pem", "pbe-sha1-2des.pem", "pbe-sha1-3des.pem", "pbkdf2-SHA1.pem", "pbkdf2-SHA224.pem",
        "pbkdf2-SHA384.pem", "pbkdf2-SHA512.pem", "scrypt.pem", "traditional-ec-aes128.pem", "traditional-ec-aes192.pem", "traditional-ec-aes256.pem",
        "traditional-ec-des3.pem", "traditional-rsa-aes128.pem", "traditional-rsa-aes192.pem", "traditional-rsa-aes256.pem", "traditional-rsa-des3.pem",
        "3des.pfx", "sha512.pfx",
    ];

    public static TheoryData<string, string> Named => new()
    {
        { "aria.pem", "ARIA" },
        { "camellia.pem", "Camellia" },
        { "camellia.pfx", "1.2.840.113549.1.5.13" },
        { "pbe-sha1-rc4-128.pem", "PBE-SHA1-RC4-128" },
        { "traditional-ec-camellia256.pem", "CAMELLIA-256-CBC" },
        { "traditional-rsa-camellia256.pem", "CAMELLIA-256-CBC" },
    };

    /// <summary>RC2 and DES are there on some systems only.</summary>
    public static TheoryData<string, string> OpenedOrNamed => new() { { "legacy.pfx", "RC2" }, { "pbe-sha1-rc2-40.pem", "RC2" }, { "pbe-md5-des.pem", "DES" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory, MemberData(nameof(Opened))]
    public async Task Open_with_their_password(string file)
    {
        using var key = await OpenAsync(file, Password);

        Assert.Equal((await PublicHalfAsync(file)).Fingerprint, key.PublicKey.Fingerprint);
    }

    [Theory, MemberData(nameof(Opened))]
    public async Task Are_not_opened_by_a_wrong_password_which_is_called_wrong(string file)
    {
        if (file == "ec.parameters-first.pem") return; // is not encrypted
        foreach (var password in (string[])["", "another", "secret "])
        {
            Assert.Equal(ErrorCodes.WrongPassword, (await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file, password))).Code);
        }
    }

    [Theory, MemberData(nameof(Named))]
    public async Task Are_named_with_the_way_to_convert_them_where_their_scheme_is_not_read(string file, string named)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file, Password));

        Assert.Equal(ErrorCodes.KeyEncryptionUnknown, refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(file.EndsWith(".pfx", StringComparison.Ordinal) ? "openssl pkcs12 -export" : "openssl pkcs8 -topk8", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(OpenedOrNamed))]
    public async Task Are_opened_or_named_where_the_system_decides(string file, string named)
    {
        try
        {
            using var key = await OpenAsync(file, Password);
            Assert.Equal((await PublicHalfAsync(file)).Fingerprint, key.PublicKey.Fingerprint);
        }
        catch (ImageSignException refusal)
        {
            Assert.Equal(ErrorCodes.KeyEncryptionUnknown, refusal.Code);
            Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_password_open_with_an_empty_one()
    {
        using var key = await OpenAsync("empty-password.pfx", "");

        Assert.Equal((await PublicHalfAsync("ec")).Fingerprint, key.PublicKey.Fingerprint);
    }

    [Fact]
    public async Task That_ask_scrypt_for_more_than_a_second_are_not_tried()
    {
        // The block size, 8, becomes 127.
        var pem = await File.ReadAllTextAsync(Path.Combine(Folder, "scrypt.pem"), Cancel);
        var der = KeyMaterial.Parse(Encoding.ASCII.GetBytes(pem), "scrypt").Content;
        der.AsSpan()[(der.AsSpan().IndexOf((byte[])[0x02, 0x02, 0x40, 0x00, 0x02, 0x01, 0x08]) + 6)] = 0x7f;
        var path = _directory.File("costly.der");
        await File.WriteAllBytesAsync(path, der, Cancel);

        Assert.Equal(ErrorCodes.KeyDerivationTooCostly, (await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(path, Password))).Code);
    }

    [Fact]
    public void All_of_them_are_in_one_of_these_lists()
    {
        string[] others = ["README.md", "make.sh", "ec.crt", "ec.pub", "rsa.pub", "empty-password.pfx"];
        var tested = Opened.Select(row => row.Data).Concat(Named.Select(row => row.Data.Item1)).Concat(OpenedOrNamed.Select(row => row.Data.Item1)).Concat(others);

        Assert.Equal(Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    private static Task<ISigningKey> OpenAsync(string file, string password) =>
        Provider.OpenSigningKeyAsync(new KeyReference(KeyScheme.File, Path.Combine(Folder, file)), new Passwords(password), Cancel).AsTask();

    private static Task<Crypto.PublicKey> PublicHalfAsync(string file) =>
        Provider.ReadPublicKeyAsync(new KeyReference(KeyScheme.File, Path.Combine(Folder, file.Contains("rsa", StringComparison.Ordinal) ? "rsa.pub" : "ec.pub")), Cancel).AsTask();
}
