using ImageSign.Keys;
using ImageSign.Keys.Pkcs11;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys.Pkcs11;

[Collection(TokenTests.Name)]
public sealed class AKeyMadeOnAToken
{
    private readonly KeyPlaces _places = new(new Engine().Options);

    public AKeyMadeOnAToken(TokenFixture tokens) => tokens.Require();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KeyAlgorithm.EcdsaP256)]
    [InlineData(KeyAlgorithm.EcdsaP384)]
    [InlineData(KeyAlgorithm.EcdsaP521)]
    [InlineData(KeyAlgorithm.Ed25519)]
    [InlineData(KeyAlgorithm.Rsa2048)]
    public async Task Signs_and_is_never_made_twice(KeyAlgorithm algorithm)
    {
        var reference = KeyReference.Parse($"pkcs11:token=many;object=new-{algorithm}");
        var made = await _places.CreateAsync(reference, algorithm, Cancel);

        Assert.Equal(made.Fingerprint, (await _places.ReadPublicKeyAsync(reference, Cancel)).Fingerprint);
        using var key = await new Pkcs11KeyProvider().OpenSigningKeyAsync(reference, Passwords.None, Cancel);
        await key.SignAsync(made.SigstoreAlgorithms[0], "message"u8.ToArray(), Cancel);
        Assert.Equal(ErrorCodes.KeyExistsInPlace, (await Assert.ThrowsAsync<ImageSignException>(() => _places.CreateAsync(reference, algorithm, Cancel))).Code);
    }
}
