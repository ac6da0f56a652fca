using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Pki;

namespace ImageSign.Tests.Support;

/// <summary>The engine with its defaults, and the shortest ways to sign and verify with it.</summary>
internal sealed class Engine(RegistryOptions? registry = null, TimeProvider? time = null, IPasswordSource? passwords = null)
{
    public EngineOptions Options { get; } = EngineOptions.CreateDefault(passwords ?? Passwords.None, registry, time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<SignResult> SignAsync(string image, TestKeyPair key, string format = "sigstore", Func<SignRequest, SignRequest>? with = null)
    {
        var request = new SignRequest(ImageReference.Parse(image), KeyFiles.PrivateOf(key)) { Formats = [format] };
        return new ImageSigner(Options).SignAsync(with?.Invoke(request) ?? request, Cancel);
    }

    public Task<VerifyResult> VerifyAsync(string image, TestKeyPair key, Func<VerifyRequest, VerifyRequest>? with = null) =>
        VerifyAsync(image, KeyFiles.PublicOf(key), with);

    public Task<VerifyResult> VerifyAsync(string image, KeyReference key, Func<VerifyRequest, VerifyRequest>? with = null)
    {
        var request = new VerifyRequest(ImageReference.Parse(image)) { Keys = [key] };
        return new ImageVerifier(Options).VerifyAsync(with?.Invoke(request) ?? request, Cancel);
    }
}
