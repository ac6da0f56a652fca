using System.Security.Cryptography;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests;

/// <summary>Many images in one call, at the same time: what they have in common is done once.</summary>
public sealed class AFleetOfImages : IAsyncLifetime
{
    private const int Images = 20;
    private const string Password = "correct-horse";

    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TemporaryDirectory _directory = new();
    private TestRegistry _registry = null!;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        for (var i = 0; i < Images; i++) _registry.Content.PutImage("app", Image(i), $"{i}");
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task An_encrypted_key_is_opened_once()
    {
        var passwords = new Passwords(Password);
        using var fleet = new ImageFleet(new Engine(passwords: passwords).Options);
        await Task.WhenAll(Tags().Select(tag => fleet.SignAsync(new SignRequest(At(tag), EncryptedKey()), TestContext.Current.CancellationToken)));

        Assert.Equal(1, passwords.Asked);
        using var verifiers = new ImageFleet(new Engine().Options);
        foreach (var result in await Task.WhenAll(Tags().Select(tag => verifiers.VerifyAsync(Question(tag), TestContext.Current.CancellationToken)))) result.MustBeTrusted();
    }

    [Fact]
    public async Task A_wrong_password_is_not_tried_again()
    {
        var passwords = new Passwords("wrong");
        using var fleet = new ImageFleet(new Engine(passwords: passwords).Options);
        foreach (var tag in Tags())
        {
            var failure = await Assert.ThrowsAsync<ImageSignException>(() => fleet.SignAsync(new SignRequest(At(tag), EncryptedKey()), TestContext.Current.CancellationToken));
            Assert.Equal(ErrorCodes.WrongPassword, failure.Code);
        }

        Assert.Equal(1, passwords.Asked);
    }

    [Fact]
    public async Task Requests_that_are_refused_together_share_one_token()
    {
        _registry.Reconfigure(options => options with { Auth = new BearerAuth("tester", "secret") { AnonymousPull = true } });
        using var fleet = new ImageFleet(new Engine().Options);
        await Task.WhenAll(Tags().Select(tag => fleet.VerifyAsync(Question(tag), TestContext.Current.CancellationToken)));

        Assert.Equal(1, _registry.Requests.Count(pathPattern: "*token*"));
    }

    [Fact]
    public async Task An_image_that_comes_again_is_judged_once()
    {
        await new Engine().SignAsync(_registry.Reference("app", "1"), Key);
        _registry.Requests.Clear();
        using var fleet = new ImageFleet(new Engine().Options);
        var key = KeyFiles.PublicOf(Key);
        var question = new VerifyRequest(At("1")) { Keys = [key] };
        foreach (var result in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fleet.VerifyAsync(question, TestContext.Current.CancellationToken)))) result.MustBeTrusted();

        Assert.Equal(1, _registry.Requests.Count("GET", "*/referrers/*"));

        // Another question about the same image is another one.
        var other = await fleet.VerifyAsync(question with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["release"] = "7" } }, TestContext.Current.CancellationToken);
        other.MustNotBeTrusted(CheckIds.ClaimsAnnotations, ErrorCodes.ClaimMismatch);
    }

    [Fact]
    public async Task What_could_not_be_decided_is_tried_again()
    {
        await new Engine().SignAsync(_registry.Reference("app", "1"), Key);
        using var fleet = new ImageFleet(new Engine().Options);
        var question = Question("1");
        var down = _registry.Faults.Add(On.Get("*/referrers/*"), new StatusCodeFault(403));
        (await fleet.VerifyAsync(question, TestContext.Current.CancellationToken)).MustBeUndecided(ErrorCodes.NotAllowed);
        _registry.Faults.Remove(down);

        (await fleet.VerifyAsync(question, TestContext.Current.CancellationToken)).MustBeTrusted();
    }

    [Fact]
    public async Task Content_is_read_once_and_counts_only_in_its_repository()
    {
        await new Engine().SignAsync(_registry.Reference("app", "1"), Key);
        _registry.Content.SetTag("app", "again", Image(1).Digest);
        _registry.Requests.Clear();
        using var fleet = new ImageFleet(new Engine().Options);
        (await fleet.VerifyAsync(Question("1"), TestContext.Current.CancellationToken)).MustBeTrusted();
        (await fleet.VerifyAsync(Question("again"), TestContext.Current.CancellationToken)).MustBeTrusted();
        Assert.Equal(1, _registry.Requests.Count("GET", "/v2/app/manifests/sha256:*"));

        _registry.Content.PutImage("other", Image(2), "1");
        var elsewhere = new VerifyRequest(ImageReference.Parse(_registry.Reference("other", Image(1).Digest))) { Keys = [KeyFiles.PublicOf(Key)] };
        Assert.Equal(ErrorCodes.ImageNotFound, (await Assert.ThrowsAsync<ImageSignException>(() => fleet.VerifyAsync(elsewhere, TestContext.Current.CancellationToken))).Code);
    }

    private static TestImage Image(int number) => TestImages.Build(new TestImageOptions { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = $"{number}" } });

    private static IEnumerable<string> Tags() => Enumerable.Range(0, Images).Select(number => $"{number}");

    private ImageReference At(string tag) => ImageReference.Parse(_registry.Reference("app", tag));

    private VerifyRequest Question(string tag) => new(At(tag)) { Keys = [KeyFiles.PublicOf(Key)] };

    private KeyReference EncryptedKey()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Key.PrivatePem);
        var path = Path.Combine(_directory.Path, "encrypted.key");
        if (!File.Exists(path)) File.WriteAllText(path, key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        return new KeyReference(KeyScheme.File, path);
    }
}
