using ImageSign.Crypto;
using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Oci;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>Rule 15: what a key file may hold.</summary>
public sealed class AKeyFile : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FileKeyProvider _provider = new();
    private readonly TestKeyPair _key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Holds_one_block_because_two_could_mean_two_keys()
    {
        var two = _key.PublicPem + TestKeys.Shared(TestKeyAlgorithm.Rsa2048).PublicPem;

        Assert.Contains("more than one PEM block", await RefusalAsync(ErrorCodes.KeyFileNotUnderstood, two), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_no_private_block_behind_a_public_one()
    {
        Assert.Contains("more than one PEM block", await RefusalAsync(ErrorCodes.KeyFileNotUnderstood, _key.PublicPem + _key.PrivatePem), StringComparison.Ordinal);
    }

    [Fact]
    public async Task May_be_a_leaf_certificate_which_stands_for_its_key_only()
    {
        using var ca = TestCa.Create();
        using var leaf = ca.Issue(new TestCertificateOptions());

        var key = await ReadAsync(leaf.ExportCertificatePem());

        Assert.True(key.FromCertificate);
        Assert.Equal(leaf.PublicKey.ExportSubjectPublicKeyInfo(), key.SubjectPublicKeyInfo.ToArray());
    }

    [Fact]
    public async Task Is_no_certificate_of_an_authority()
    {
        using var ca = TestCa.Create();

        await RefusalAsync(ErrorCodes.CertificateNotUsable, ca.CertificatePem);
    }

    [Fact]
    public async Task Is_no_chain()
    {
        using var ca = TestCa.Create();
        using var leaf = ca.Issue(new TestCertificateOptions());

        await RefusalAsync(ErrorCodes.KeyFileNotUnderstood, ca.ChainPem(leaf));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("not a key", "no PEM block")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n", "certificate request")]
    [InlineData("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n", "no key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n", "does not end")]
    public async Task Is_refused_by_name_when_it_is_something_else(string text, string named) =>
        Assert.Contains(named, await RefusalAsync(ErrorCodes.KeyFileNotUnderstood, text), StringComparison.Ordinal);

    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public async Task Is_refused_when_its_body_cannot_be_parsed(string text) => await RefusalAsync(ErrorCodes.KeyInvalid, text);

    [Fact]
    public async Task Is_refused_when_its_certificate_cannot_be_parsed() =>
        await RefusalAsync(ErrorCodes.CertificateNotUsable, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    [Fact]
    public async Task Is_refused_when_it_is_larger_than_any_key() =>
        Assert.Contains($"{Limits.MaxKeyFileBytes}", await RefusalAsync(ErrorCodes.KeyFileNotUnderstood, new string('x', Limits.MaxKeyFileBytes + 1)), StringComparison.Ordinal);

    [Fact]
    public async Task That_is_not_there_is_named() => Assert.Equal(
        ErrorCodes.KeyNotFound,
        (await Assert.ThrowsAsync<ImageSignException>(() => _provider.ReadPublicKeyAsync(KeyReference.Parse(Path.Combine(_directory.Path, "absent.pub")), Cancel).AsTask())).Code);

    private async Task<string> RefusalAsync(ErrorCode code, string text)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => ReadAsync(text));
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }

    private Task<PublicKey> ReadAsync(string text) => _provider.ReadPublicKeyAsync(KeyReference.Parse(_directory.Write("key", text)), Cancel).AsTask();
}
