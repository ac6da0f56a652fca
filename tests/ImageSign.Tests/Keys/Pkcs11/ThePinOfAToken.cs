using ImageSign.Keys;
using ImageSign.Keys.Pkcs11;
using ImageSign.Testing.Files;
using ImageSign.Testing.Tokens;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>Rule 27: a PIN is spent, not tried.</summary>
[Collection(TokenTests.Name)]
public sealed class ThePinOfAToken : IDisposable
{
    private readonly EnvironmentScope _environment = new();
    private readonly Pkcs11KeyProvider _provider = new();

    public ThePinOfAToken(TokenFixture tokens)
    {
        tokens.Require();
        _environment.Set("IMAGESIGN_PKCS11_PIN", null).Set("COSIGN_PKCS11_PIN", null);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _environment.Dispose();

    [Fact]
    public async Task That_is_wrong_is_sent_once_in_a_process_and_never_shown()
    {
        _environment.Set("IMAGESIGN_PKCS11_PIN", "98765");
        var first = await FailAsync("pkcs11:token=wrong;object=key");
        Assert.Equal("The PIN of the token 'wrong' is wrong; tries are left.", first.Message);

        var again = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FailAsync("pkcs11:token=wrong;object=key")));

        Assert.All(again, e => Assert.Contains("refused before in this process", e.Message, StringComparison.Ordinal));
        Assert.All(again.Append(first), e => Assert.Equal(ErrorCodes.PinWrong, e.Code));
        Assert.DoesNotContain("98765", first.ToString(), StringComparison.Ordinal);
        _environment.Set("IMAGESIGN_PKCS11_PIN", SoftHsm.Pin);
        Assert.Equal(ErrorCodes.TokenKeyNotFound, (await FailAsync("pkcs11:token=wrong;object=key")).Code); // the right one is let through
    }

    [Theory, InlineData("", "it is empty"), InlineData("1", "its length is 1")]
    public async Task That_cannot_be_right_is_not_sent(string pin, string words)
    {
        _environment.Set("IMAGESIGN_PKCS11_PIN", pin);

        var failure = await FailAsync("pkcs11:token=short;object=key");

        Assert.Equal(ErrorCodes.PinNotSent, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_nobody_gives_is_asked_for_by_name() => Assert.Equal(ErrorCodes.PinNeeded, (await FailAsync("pkcs11:token=short;object=key")).Code);

    [Theory, InlineData("cosign"), InlineData("file"), InlineData("source")]
    public async Task Comes_from_a_variable_a_file_or_whoever_is_asked(string from)
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("pin"), $"{SoftHsm.Pin}\n", Cancel);
        if (from == "cosign") _environment.Set("COSIGN_PKCS11_PIN", SoftHsm.Pin);
        var uri = from == "file" ? $"pkcs11:token=release;object=own-p256?pin-source=file:{directory.File("pin")}" : "pkcs11:token=release;object=own-p256";

        using var key = await _provider.OpenSigningKeyAsync(KeyReference.Parse(uri), new Passwords(from == "source" ? SoftHsm.Pin : null), Cancel);

        Assert.Equal("ECDSA P-256", key.PublicKey.Name);
        Assert.DoesNotContain("pin", KeyReference.Parse(uri).ToString().Replace("pin-source", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_for_once_by_keys_that_are_open_together()
    {
        var passwords = new Passwords(SoftHsm.Pin);
        using var first = await _provider.OpenSigningKeyAsync(KeyReference.Parse("pkcs11:token=release;object=own-p256"), passwords, Cancel);
        using var second = await _provider.OpenSigningKeyAsync(KeyReference.Parse("pkcs11:token=release;object=own-rsa"), passwords, Cancel);

        Assert.Equal(1, passwords.Asked);
    }

    private async Task<ImageSignException> FailAsync(string uri) =>
        await Assert.ThrowsAsync<ImageSignException>(() => _provider.OpenSigningKeyAsync(KeyReference.Parse(uri), Passwords.None, Cancel).AsTask());
}
