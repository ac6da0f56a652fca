using ImageSign.Crypto;
using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>Every file of tests/vectors/cosign/keys, for signing and for verifying.</summary>
public sealed class KeysThatCosignAndOpensslWrote
{
    private const string CosignPassword = "s3cr3t-pw";
    private const string OpensslPassword = "pkcs8pw";

    private static readonly FileKeyProvider Provider = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string?> PrivateKeys => new()
    {
        { "ec-p-256.pem", "ECDSA P-256", null },
        { "ec-p-256.sec1.pem", "ECDSA P-256", null },
        { "ec-p-256.enc.pem", "ECDSA P-256", OpensslPassword },
        { "ec-p-384.pem", "ECDSA P-384", null },
        { "ec-p-521.pem", "ECDSA P-521", null },
        { "ed25519.pem", "Ed25519", null },
        { "ed25519.enc.pem", "Ed25519", OpensslPassword },
        { "rsa2048.pem", "RSA 2048", null },
        { "rsa2048.pkcs1.pem", "RSA 2048", null },
        { "rsa2048.enc.pem", "RSA 2048", OpensslPassword },
        { "rsa3072.pem", "RSA 3072", null },
        { "rsa4096.pem", "RSA 4096", null },
        { "gen.key", "ECDSA P-256", CosignPassword },
        { "gen-N32768.key", "ECDSA P-256", CosignPassword },
        { "gen-N65536.key", "ECDSA P-256", CosignPassword },
        { "gen-N131072.key", "ECDSA P-256", CosignPassword },
        { "gen-cosignlabel.key", "ECDSA P-256", CosignPassword },
        { "gen-emptypw.key", "ECDSA P-256", "" },
        { "imported-ec-p-256.key", "ECDSA P-256", CosignPassword },
        { "imported-ec-p-256.sec1.key", "ECDSA P-256", CosignPassword },
        { "imported-ec-p-384.key", "ECDSA P-384", CosignPassword },
        { "imported-ec-p-521.key", "ECDSA P-521", CosignPassword },
        { "imported-ed25519.key", "Ed25519", CosignPassword },
        { "imported-rsa2048.key", "RSA 2048", CosignPassword },
        { "imported-rsa2048.pkcs1.key", "RSA 2048", CosignPassword },
        { "imported-rsa3072.key", "RSA 3072", CosignPassword },
        { "imported-rsa4096.key", "RSA 4096", CosignPassword },
    };

    public static TheoryData<string, string> PublicKeys => new()
    {
        { "ec-p-256.pub", "ECDSA P-256" },
        { "ec-p-384.pub", "ECDSA P-384" },
        { "ec-p-521.pub", "ECDSA P-521" },
        { "ed25519.pub", "Ed25519" },
        { "rsa2048.pub", "RSA 2048" },
        { "rsa3072.pub", "RSA 3072" },
        { "rsa4096.pub", "RSA 4096" },
        { "gen.pub", "ECDSA P-256" },
        { "gen-emptypw.pub", "ECDSA P-256" },
    };

    public static TheoryData<string, string> RefusedFiles => new()
    {
        { "ec-p-224.pem", "P-224" },
        { "ec-p-224.pub", "P-224" },
        { "ec-secp256k1.pem", "secp256k1" },
        { "ec-secp256k1.pub", "secp256k1" },
        { "ed448.pem", "Ed448" },
        { "ed448.pub", "Ed448" },
        { "rsa1024.pem", "RSA 1024" },
        { "rsa1024.pub", "RSA 1024" },
        { "rsapss2048.pem", "RSA-PSS" },
        { "rsapss2048.pub", "RSA-PSS" },
        { "gen-N16384.key", "scrypt" },
        { "gen-N262144.key", "scrypt" },
    };

    [Theory, MemberData(nameof(PrivateKeys))]
    public async Task Sign_what_their_public_half_verifies(string file, string kind, string? password)
    {
        using var key = await OpenAsync(file, new Passwords(password));

        Assert.Equal(kind, key.PublicKey.Name);
        foreach (var algorithm in key.PublicKey.SigstoreAlgorithms)
        {
            var signature = await key.SignAsync(algorithm, "message"u8.ToArray(), Cancel);
            Assert.True(key.PublicKey.Verify(algorithm, "message"u8, signature));
            Assert.False(key.PublicKey.Verify(algorithm, "massage"u8, signature));
            Assert.True(key.PublicKey.VerifySigstore("message"u8, key.PublicKey.ToDer(signature)));
        }
    }

    [Theory, MemberData(nameof(PublicKeys))]
    public async Task Verify_under_their_own_name(string file, string kind) =>
        Assert.Equal(kind, (await ReadAsync(file)).Name);

    [Theory]
    [InlineData("ec-p-256.sec1.pem", null, "ec-p-256.pub")]
    [InlineData("rsa2048.pkcs1.pem", null, "rsa2048.pub")]
    [InlineData("ed25519.enc.pem", OpensslPassword, "ed25519.pub")]
    [InlineData("gen-N131072.key", CosignPassword, "gen.pub")]
    public async Task Have_the_same_public_half_in_every_spelling(string file, string? password, string publicFile)
    {
        using var key = await OpenAsync(file, new Passwords(password));

        Assert.Equal((await ReadAsync(publicFile)).Fingerprint, key.PublicKey.Fingerprint);
    }

    [Theory, MemberData(nameof(RefusedFiles))]
    public async Task Are_refused_by_name_where_no_reader_would_accept_them(string file, string named)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(async () =>
        {
            if (file.EndsWith(".pub", StringComparison.Ordinal)) await ReadAsync(file);
            else (await OpenAsync(file, new Passwords(CosignPassword))).Dispose();
        });

        Assert.Equal(ErrorCodes.KeyInvalid, refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("gen.key"), InlineData("rsa2048.enc.pem"), InlineData("ed25519.enc.pem"), InlineData("gen-emptypw.key")]
    public async Task Are_not_opened_by_a_wrong_password(string file)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file, new Passwords("another")));

        Assert.Equal(ErrorCodes.WrongPassword, refusal.Code);
        Assert.DoesNotContain("another", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData("gen.key"), InlineData("rsa2048.enc.pem"), InlineData("gen-emptypw.key")]
    public async Task Need_a_password_where_they_are_encrypted(string file) =>
        Assert.Equal(ErrorCodes.PasswordNeeded, (await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file, Passwords.None))).Code);

    [Theory, MemberData(nameof(PublicKeys))]
    public async Task Do_not_sign_when_they_are_public_and_nobody_is_asked_for_a_password(string file, string kind)
    {
        var passwords = new Passwords(CosignPassword);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file, passwords));

        Assert.Equal((ErrorCodes.PrivateKeyNeeded, 0), (refusal.Code, passwords.Asked));
        Assert.NotEmpty(kind);
    }

    [Theory, InlineData("ec-p-256.pem"), InlineData("ec-p-256.sec1.pem"), InlineData("rsa2048.pkcs1.pem"), InlineData("rsa2048.enc.pem"), InlineData("gen.key"), InlineData("gen-cosignlabel.key")]
    public async Task Do_not_verify_when_they_are_private(string file) =>
        Assert.Equal(ErrorCodes.PublicKeyNeeded, (await Assert.ThrowsAsync<ImageSignException>(() => ReadAsync(file))).Code);

    [Fact]
    public void All_of_them_are_in_one_of_these_lists()
    {
        var tested = PrivateKeys.Select(row => row.Data.Item1).Concat(PublicKeys.Select(row => row.Data.Item1)).Concat(RefusedFiles.Select(row => row.Data.Item1));

        Assert.Equal(Directory.GetFiles(VectorFiles.CosignKey("")).Select(Path.GetFileName).Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    private static Task<ISigningKey> OpenAsync(string file, Passwords passwords) =>
        Provider.OpenSigningKeyAsync(new KeyReference(KeyScheme.File, VectorFiles.CosignKey(file)), passwords, Cancel).AsTask();

    private static Task<PublicKey> ReadAsync(string file) =>
        Provider.ReadPublicKeyAsync(new KeyReference(KeyScheme.File, VectorFiles.CosignKey(file)), Cancel).AsTask();
}
