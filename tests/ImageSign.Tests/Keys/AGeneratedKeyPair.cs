using System.Text;
using ImageSign.Keys;
using ImageSign.Keys.File;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

public sealed class AGeneratedKeyPair : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FileKeyProvider _provider = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256, "ECDSA P-256")]
    [InlineData(KeyAlgorithm.EcdsaP384, "ECDSA P-384")]
    [InlineData(KeyAlgorithm.EcdsaP521, "ECDSA P-521")]
    [InlineData(KeyAlgorithm.Rsa2048, "RSA 2048")]
    [InlineData(KeyAlgorithm.Ed25519, "Ed25519")]
    public async Task Opens_again_with_its_password_only(KeyAlgorithm algorithm, string kind)
    {
        using var pair = KeyPair.Generate(algorithm);
        var (privateKey, publicKey) = KeyPairFiles.Write(pair, Path.Combine(_directory.Path, "signer"), Encoding.UTF8.GetBytes("pässword"));

        using var opened = await _provider.OpenSigningKeyAsync(KeyReference.Parse(privateKey), new Passwords("pässword"), Cancel);
        var read = await _provider.ReadPublicKeyAsync(KeyReference.Parse(publicKey), Cancel);

        Assert.Equal((kind, pair.PublicKey.Fingerprint, pair.PublicKey.Fingerprint), (opened.PublicKey.Name, opened.PublicKey.Fingerprint, read.Fingerprint));
        Assert.Equal(ErrorCodes.WrongPassword, (await Assert.ThrowsAsync<ImageSignException>(() => _provider.OpenSigningKeyAsync(KeyReference.Parse(privateKey), new Passwords("password"), Cancel).AsTask())).Code);
    }

    [Fact]
    public void Is_readable_by_its_owner_alone_and_never_overwritten()
    {
        using var pair = KeyPair.Generate(KeyAlgorithm.EcdsaP256);
        var prefix = Path.Combine(_directory.Path, "signer");
        var (privateKey, _) = KeyPairFiles.Write(pair, prefix, password: null);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(privateKey));
        Assert.Equal(ErrorCodes.KeyFileExists, Assert.Throws<ImageSignException>(() => KeyPairFiles.Write(pair, prefix, password: null)).Code);
    }
}
