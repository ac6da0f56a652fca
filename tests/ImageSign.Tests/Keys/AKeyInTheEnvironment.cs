using ImageSign.Keys;
using ImageSign.Keys.Environment;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

[Collection(ProcessEnvironment.Name)]
public sealed class AKeyInTheEnvironment : IDisposable
{
    private const string Variable = "IMAGESIGN_TEST_KEY";

    private readonly EnvironmentScope _environment = new();
    private readonly EnvironmentKeyProvider _provider = new();
    private readonly TestKeyPair _key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private static KeyReference Reference => KeyReference.Parse($"env://{Variable}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _environment.Dispose();

    [Fact]
    public async Task Signs_and_verifies_like_one_in_a_file()
    {
        _environment.Set(Variable, _key.PrivatePem);
        using var signing = await _provider.OpenSigningKeyAsync(Reference, Passwords.None, Cancel);
        _environment.Set(Variable, _key.PublicPem);
        var verifying = await _provider.ReadPublicKeyAsync(Reference, Cancel);

        Assert.Equal(verifying.Fingerprint, signing.PublicKey.Fingerprint);
    }

    [Fact]
    public async Task Is_refused_when_it_is_private_and_should_verify_without_showing_it()
    {
        _environment.Set(Variable, _key.PrivatePem);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => _provider.ReadPublicKeyAsync(Reference, Cancel).AsTask());

        Assert.Equal(ErrorCodes.PublicKeyNeeded, refusal.Code);
        Assert.DoesNotContain(_key.PrivatePem[40..60], refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(null), InlineData("")]
    public async Task Is_not_found_when_the_variable_is_not_set(string? value)
    {
        _environment.Set(Variable, value);

        Assert.Equal(ErrorCodes.KeyNotFound, (await Assert.ThrowsAsync<ImageSignException>(() => _provider.ReadPublicKeyAsync(Reference, Cancel).AsTask())).Code);
    }
}
