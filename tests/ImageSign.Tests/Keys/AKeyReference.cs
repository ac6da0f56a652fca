using System.Security.Cryptography;
using System.Text;
using ImageSign.Keys;
using ImageSign.Keys.Pkcs11;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys;

/// <summary>How users name keys (docs/keys.md).</summary>
public sealed class AKeyReference
{
    [Theory]
    [InlineData("release.key", KeyScheme.File)]
    [InlineData("./pkcs11:x", KeyScheme.File)]
    [InlineData("/keys/a:b", KeyScheme.File)]
    [InlineData(@"C:\keys\release.key", KeyScheme.File)]
    [InlineData("c:release.key", KeyScheme.File)]
    [InlineData(@"\\server\share\a.key", KeyScheme.File)]
    [InlineData("keys/release:2024.pem", KeyScheme.File)]
    [InlineData("/dev/stdin", KeyScheme.File)]
    [InlineData("env://SIGNING_KEY", KeyScheme.Environment)]
    [InlineData("plugin://com.example/key", KeyScheme.Plugin)]
    [InlineData("pkcs11:token=a;object=b", KeyScheme.Pkcs11)]
    [InlineData("certstore://CurrentUser/My/00", KeyScheme.CertificateStore)]
    [InlineData("azurekms://x.vault.azure.net/key", KeyScheme.AzureKms)]
    [InlineData("awskms:///alias/key", KeyScheme.AwsKms)]
    [InlineData("hashivault://key", KeyScheme.Vault)]
    [InlineData("openbao://key", KeyScheme.OpenBao)]
    [InlineData("ovhkms://region/key", KeyScheme.SigstorePlugin)]
    public void Says_where_the_key_is(string text, KeyScheme scheme)
    {
        var reference = KeyReference.Parse(text);

        Assert.Equal((scheme, text), (reference.Scheme, reference.ToString()));
    }

    [Theory]
    [InlineData("PKCS11:object=b", "it is written pkcs11:…")]
    [InlineData("Env://X", "it is written env://…")]
    [InlineData("env:X", "it is written env://…")]
    [InlineData("awskms:alias/key", "it is written awskms://…")]
    [InlineData("gcpkms://projects/p", "libkmsp11")]
    [InlineData("https://example.com/key.pem", "'https' is not a place for keys")]
    [InlineData("k8s://ns/secret", "'k8s' is not a place for keys")]
    [InlineData("file:///release.key", "'file' is not a place for keys")]
    [InlineData("release:1", "a file of that name is written ./NAME")]
    [InlineData("a+b://key", "'a+b:' is not a scheme")]
    public void With_a_scheme_that_is_none_is_not_taken_for_a_file(string text, string words) => Refused(text, words);

    [Theory]
    [InlineData("pkcs11:", "an attribute is empty")]
    [InlineData("pkcs11:token=a", "object= or id= is missing")]
    [InlineData("pkcs11:token=a;object=", "'object' is empty")]
    [InlineData("pkcs11:object=a;object=b", "'object' stands twice")]
    [InlineData("pkcs11:object=a;;id=%01", "an attribute is empty")]
    [InlineData("pkcs11:object", "no '='")]
    [InlineData("pkcs11:label=a", "'label=' is not an attribute; object= is")]
    [InlineData("pkcs11:slot=1;object=a", "'slot=' is not an attribute; slot-id= is")]
    [InlineData("pkcs11:slot-id=one;object=a", "'slot-id' is not a number")]
    [InlineData("pkcs11:slot-id=-1;object=a", "'slot-id' is not a number")]
    [InlineData("pkcs11:object=a;x-vendor=b", "'x-vendor=' is not an attribute of a key")]
    [InlineData("pkcs11:object=%zz", "percent sign")]
    [InlineData("pkcs11:object=%4", "percent sign")]
    [InlineData("pkcs11:object=a;type=secret-key", "'type' is private, public or cert")]
    [InlineData("pkcs11:object=a?module-path=lib/module.so", "'module-path' is not an absolute path")]
    [InlineData("pkcs11:object=a?module-path=//host/module.so", "'module-path' is not an absolute path")]
    [InlineData("pkcs11:object=a?pin-source=|cat%20pin", "'pin-source' is not file:/")]
    [InlineData("pkcs11:object=a?pin-source=file:pin", "'pin-source' is not file:/")]
    [InlineData("pkcs11:object=a;module-path=/m.so", "'module-path' belongs behind a '?'")]
    [InlineData("pkcs11:token=a?object=b", "'object' belongs before the '?'")]
    [InlineData("pkcs11:object=a?module-name=softhsm2", "module-path= is")]
    public void To_a_token_is_read_strictly(string text, string words) => Refused(text, words);

    [Theory]
    [InlineData("pkcs11:token=a;object=b?pin-value=SESAM")]
    [InlineData("pkcs11:token=a;pin-value=SESAM;object=b")]
    [InlineData("pkcs11:token=a;object=b?module-path=/m.so;PIN-VALUE=SESAM")]
    [InlineData("pkcs11:pin-value=SESAM")]
    public void With_a_PIN_in_it_is_refused_without_the_PIN(string text)
    {
        var refusal = Assert.Throws<ImageSignException>(() => KeyReference.Parse(text));

        Assert.Equal(ErrorCodes.PinInReference, refusal.Code);
        Assert.DoesNotContain("SESAM", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkcs11:token=a;object=b?pin=SESAM")]
    [InlineData("pkcs11:object=b?secret=1;SESAM&x=SESAM")]
    [InlineData("pkcs11:object=b?SESAM")]
    [InlineData("PKCS11:object=b?pin-value=SESAM")]
    [InlineData("https://user:SESAM@example.com/key")]
    [InlineData("ovhkms://user:SESAM@host/key?token=t&password=SESAM")]
    [InlineData("azurekms://SESAM@x.vault.azure.net/key")]
    public void Is_never_shown_with_what_may_be_a_secret_in_it(string text)
    {
        string shown;
        try
        {
            shown = KeyReference.Parse(text).ToString();
        }
        catch (ImageSignException e)
        {
            shown = e.ToString();
        }

        Assert.DoesNotContain("SESAM", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void To_a_token_is_decoded_to_bytes_and_a_plus_is_a_plus()
    {
        var uri = Pkcs11Uri.Parse("pkcs11:token=My%20token+1;object=schl%C3%BCssel;id=%00%FF?module-path=/opt/x.so&pin-source=file:///run/pin");

        Assert.Equal("My token+1"u8.ToArray(), uri.Of("token"));
        Assert.Equal("schlüssel"u8.ToArray(), uri.Object);
        Assert.Equal([0, 0xFF], uri.Id);
        Assert.Equal(("/opt/x.so", "/run/pin"), (uri.ModulePath, uri.PinFile));
    }

    [Theory]
    [InlineData("env://OTHER", "names a variable")]
    [InlineData("https://example.com/key", "is not a place for keys")]
    [InlineData("pkcs11:label=x", "object= is")]
    public async Task In_a_key_file_is_as_strict(string text, string words)
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("key"), text, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(directory.File("key")));

        Assert.Equal(ErrorCodes.KeyReferenceInvalid, refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("some words"), InlineData("pkcs11:object=a\npkcs11:object=b"), InlineData("")]
    public async Task That_is_not_one_line_is_no_key(string text)
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("key"), text, TestContext.Current.CancellationToken);

        Assert.Equal(ErrorCodes.KeyFileNotUnderstood, (await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(directory.File("key")))).Code);
    }

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

    private static Task<ISigningKey> OpenAsync(string file) =>
        new KeyProviders(new Engine().Options.Keys).OpenSigningKeyAsync(KeyReference.Parse(file), Passwords.None, TestContext.Current.CancellationToken).AsTask();

    private static void Refused(string text, string words)
    {
        var refusal = Assert.Throws<ImageSignException>(() => KeyReference.Parse(text));
        Assert.Equal(ErrorCodes.KeyReferenceInvalid, refusal.Code);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
