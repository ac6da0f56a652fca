using System.Diagnostics;
using ImageSign.Keys;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>The file says how often its password is hashed, and whoever hands out the file says what it says.</summary>
public sealed class AnEncryptedKey
{
    [Theory]
    [InlineData("key-file/hashed-2147483647-times.pem")]
    [InlineData("pfx/mac-hashed-2147483647-times.pfx")]
    public async Task That_would_take_hours_to_open_is_refused_at_once(string file)
    {
        var clock = Stopwatch.StartNew();
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(file));
        Assert.Equal(ErrorCodes.KeyDerivationTooCostly, refusal.Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }

    [Theory]
    [InlineData("key-file/p256-iter1.enc.pem")]
    [InlineData("pfx/p256.pfx")]
    [InlineData("pfx/legacy.pfx")]
    [InlineData("pfx/plain.pfx")]
    public async Task Of_any_kind_that_OpenSSL_writes_is_opened(string file)
    {
        using var key = await OpenAsync(file);
        Assert.Equal("ECDSA P-256", key.PublicKey.Name);
    }

    [Fact]
    public async Task That_is_cut_off_is_refused() => Assert.Equal(ErrorCodes.KeyFileNotUnderstood, (await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync("pfx/cut-off.pfx"))).Code);

    private static async Task<ISigningKey> OpenAsync(string file) =>
        await KeyOpener.OpenSigningKeyAsync(Vectors.Read($"fuzz/{file}"), file, new Passwords("fuzz"), TestContext.Current.CancellationToken);
}
