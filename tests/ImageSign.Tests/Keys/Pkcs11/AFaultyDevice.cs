using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Keys;
using ImageSign.Keys.Pkcs11;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Keys.Pkcs11;

/// <summary>A module that tests build of C: states and faults that SoftHSM does not have.</summary>
[Collection(TokenTests.Name)]
public sealed partial class AFaultyDevice : IAsyncLifetime
{
    private static readonly string[] Variables = ["FAKE_FLAGS", "FAKE_LOGIN", "FAKE_SIGN", "FAKE_LOG", "FAKE_POINT", "FAKE_PARAMS", "FAKE_NOSIGN", "FAKE_TYPE", "FAKE_BROKEN"];

    private readonly EnvironmentScope _environment = new();
    private readonly TempDirectory _directory = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Uri => $"pkcs11:token=fake;object=key?module-path={_directory.File("fake.so")}";

    private int Logins => File.Exists(_directory.File("log")) ? File.ReadAllLines(_directory.File("log")).Length : 0;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && IntPtr.Size == 8, "the fake module is laid out for 64-bit Unix");
        Assert.SkipUnless(Peers.AreRequired || Peers.TryFind("gcc", out _), "gcc is not installed");
        (await ProcessRunner.RunAsync(Peers.Find("gcc"), ["-shared", "-fPIC", "-w", "-o", _directory.File("fake.so"), Vectors.PathOf("pkcs11/fake-module.c")], null, Cancel)).EnsureSuccess();
        _environment.Set("IMAGESIGN_PKCS11_PIN", "4321").Set("COSIGN_PKCS11_PIN", null);
        foreach (var name in Variables) Unset(name);
        Fake("FAKE_LOG", _directory.File("log"));
        Fake("FAKE_PARAMS", "06082a8648ce3d030107");
        Fake("FAKE_POINT", $"0441{Point()}");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var name in Variables) Unset(name);
        _environment.Dispose();
        _directory.Dispose();
        _key.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task May_return_the_point_of_a_curve_with_or_without_its_wrapping(bool wrapped)
    {
        Fake("FAKE_POINT", (wrapped ? "0441" : "") + Point());

        using var key = await OpenAsync();

        Assert.Equal(_key.ExportSubjectPublicKeyInfo(), key.PublicKey.SubjectPublicKeyInfo.ToArray());
    }

    [Theory, InlineData("FAKE_POINT", "0440"), InlineData("FAKE_POINT", "044100"), InlineData("FAKE_PARAMS", "06052b8104000a"), InlineData("FAKE_PARAMS", "ff")]
    public async Task That_says_nonsense_of_a_key_is_refused(string name, string value)
    {
        Fake(name, value);

        Assert.Equal(ErrorCodes.KeyInvalid, (await FailAsync()).Code);
    }

    [Theory, InlineData("0x40404", 3048), InlineData("0x20404", 3050)]
    public async Task That_is_locked_or_has_one_try_left_is_sent_no_PIN(string flags, int code)
    {
        Fake("FAKE_FLAGS", flags);

        Assert.Equal((code, 0), ((await FailAsync()).Code.Number, Logins));
    }

    [Fact]
    public async Task That_has_one_try_left_is_sent_what_a_person_types()
    {
        Fake("FAKE_FLAGS", "0x20404");
        _environment.Set("IMAGESIGN_PKCS11_PIN", null);

        using var key = await OpenAsync(passwords: new Person("4321"));

        Assert.Equal(1, Logins);
    }

    [Theory, InlineData("0xA4", 3048), InlineData("0xA2", 3047), InlineData("0xE0", 3046), InlineData("0x102", 3056)]
    public async Task That_refuses_a_login_is_asked_once(string result, int code)
    {
        Fake("FAKE_LOGIN", result);
        _environment.Set("IMAGESIGN_PKCS11_PIN", $"4{result[^2..]}9"); // another one each time: refused ones are remembered

        Assert.Equal((code, 1), ((await FailAsync()).Code.Number, Logins));
    }

    [Fact]
    public async Task Where_somebody_is_logged_in_already_is_used()
    {
        Fake("FAKE_LOGIN", "0x100");

        using var key = await OpenAsync();

        Assert.Equal("ECDSA P-256", key.PublicKey.Name);
    }

    [Theory, InlineData("0x32", 3046), InlineData("0xE0", 3046), InlineData("0xB3", 3046), InlineData("0x30", 3046), InlineData("0x82", 3046), InlineData("0x6", 3056)]
    [InlineData("0x70", 3054), InlineData("short", 3055), InlineData(null, 3055), InlineData("hang", 3046)]
    public async Task That_does_not_sign_well_attaches_nothing(string? fault, int code)
    {
        using var key = await OpenAsync(patience: TimeSpan.FromSeconds(2));
        if (fault is not null) Fake("FAKE_SIGN", fault);

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => key.SignAsync(SignatureAlgorithm.EcdsaSha256, "message"u8.ToArray(), Cancel).AsTask());

        Assert.Equal((code, 1), (failure.Code.Number, Logins));
    }

    [Fact]
    public async Task Whose_key_may_not_sign_is_refused()
    {
        Fake("FAKE_NOSIGN", "1");

        Assert.Equal(ErrorCodes.KeyCannotSign, (await FailAsync()).Code);
    }

    private string Point()
    {
        var q = _key.ExportParameters(includePrivateParameters: false).Q;
        return $"04{Convert.ToHexStringLower(q.X!)}{Convert.ToHexStringLower(q.Y!)}";
    }

    [Fact]
    public async Task Beside_the_one_that_is_named_hides_it_from_nobody()
    {
        Fake("FAKE_BROKEN", "8");

        using var key = await OpenAsync();

        Assert.Equal(_key.ExportSubjectPublicKeyInfo(), key.PublicKey.SubjectPublicKeyInfo.ToArray());
        Assert.Equal(ErrorCodes.TokenNotFound, (await FailAsync(Uri.Replace("token=fake", "token=other", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public async Task That_is_the_only_one_is_said_to_be_broken()
    {
        Fake("FAKE_BROKEN", "7");

        Assert.Equal(ErrorCodes.Pkcs11ModuleNotUsable, (await FailAsync()).Code);
    }

    private Task<ISigningKey> OpenAsync(TimeSpan? patience = null, IPasswordSource? passwords = null, string? uri = null) =>
        new Pkcs11KeyProvider(patience).OpenSigningKeyAsync(KeyReference.Parse(uri ?? Uri), passwords ?? Passwords.None, Cancel).AsTask();

    private async Task<ImageSignException> FailAsync(string? uri = null) =>
        await Assert.ThrowsAsync<ImageSignException>(() => OpenAsync(uri: uri));

    /// <summary>The module reads the process's own environment, each time.</summary>
    private static void Fake(string name, string value) => SetNative(name, value, 1);

    private static void Unset(string name) => UnsetNative(name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetNative(string name);

    private sealed class Person(string pin) : IPasswordSource, IPinSource
    {
        public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => throw new InvalidOperationException("a token is no file");

        public ValueTask<byte[]?> AskForPinAsync(string tokenName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(System.Text.Encoding.UTF8.GetBytes(pin));
    }
}
