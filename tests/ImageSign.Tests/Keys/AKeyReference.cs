using System.Security.Cryptography;
using System.Text;
using ImageSign.Keys;

namespace ImageSign.Tests.Keys;

/// <summary>How keys are named, and what is never taken for a name.</summary>
public sealed class AKeyReference
{
    [Theory]
    [InlineData("a.key")]
    [InlineData("C:\\keys\\a.key")]
    [InlineData("C:/keys/a.key")]
    [InlineData("\\\\server\\share\\a.key")]
    [InlineData("./pkcs11:a")]
    [InlineData("keys/release:2024.pem")]
    [InlineData("/tmp/a:b/k.pub")]
    [InlineData("a:b/k.pub")]
    [InlineData("/dev/stdin")]
    public void Without_a_scheme_is_a_file(string text) => Assert.Equal(new KeyReference(KeyScheme.File, text).Value, Assert.IsType<KeyReference>(KeyReference.Parse(text)).Value);

    [Theory]
    [InlineData("awskms:///arn:aws:kms:us-east-1:1:key/x", "awskms://")]
    [InlineData("azurekms://vault/key", "azurekms://")]
    [InlineData("gcpkms://projects/p", "gcpkms://")]
    [InlineData("hashivault://key", "hashivault://")]
    [InlineData("k8s://namespace/secret", "k8s://")]
    [InlineData("https://user:hunter2@example.invalid/key.pem", "https://")]
    [InlineData("file:///a.key", "file://")]
    [InlineData("ENV://NAME", "ENV://")]
    [InlineData("ovhkms:slot?pin-value=hunter2", "ovhkms:")]
    public void With_a_scheme_that_is_not_known_is_refused_by_it_and_shows_nothing_else(string text, string scheme)
    {
        var refusal = Assert.Throws<ImageSignException>(() => KeyReference.Parse(text));

        Assert.Equal((ErrorCodes.KeySchemeUnknown, $"Keys of {scheme} are not supported."), (refusal.Code, refusal.Message));
        Assert.Contains("env://NAME, plugin://NAME/KEYID", refusal.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.ToString() + refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plugin://kv/https://user:hunter2@vault/key", "plugin://kv/https://…@vault/key")]
    [InlineData("plugin://user:hunter2@kv/key", "plugin://…@kv/key")]
    [InlineData("plugin://kv/slot?pin-value=hunter2&x=1", "plugin://kv/slot?pin-value=…&x=1")]
    [InlineData("plugin://kv/release@1", "plugin://kv/release@1")]
    [InlineData("env://SIGNING_KEY", "env://SIGNING_KEY")]
    public void Is_printed_without_what_is_secret_in_it(string text, string printed) => Assert.Equal(printed, KeyReference.Parse(text).ToString());

    [Fact]
    public void That_is_a_key_itself_is_refused_and_not_printed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();
        string[] inline = [pem, pem.Replace('\n', ' '), $"env://{pem}", Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)), Convert.ToBase64String(key.ExportPkcs8PrivateKey())];

        foreach (var text in inline)
        {
            var refusal = Assert.Throws<ImageSignException>(() => KeyReference.Parse(text));
            Assert.Equal(ErrorCodes.KeyGivenInline, refusal.Code);
            Assert.DoesNotContain(text[^40..], refusal.ToString() + refusal.Remedy, StringComparison.Ordinal);
        }
    }
}
