using ImageSign.Oci;
using ImageSign.Stores.Registry;
using ImageSign.Trust;

namespace ImageSign.Rehearsals;

/// <summary>
/// Signs an image that nobody has, with a key that is thrown away, in a registry that is not there. What a process does for the first time it has to load and compile,
/// and that takes longer than the work itself: a thread that would be idle can do it before it counts. Reads and writes no file, sends nothing, asks for nothing.
/// </summary>
public static class EngineRehearsal
{
    private const string Image = "rehearsal.invalid/image:1"; // RFC 6761: a name that no registry can have

    /// <summary>Rehearses signing and, with <paramref name="baseImage"/>, what <see cref="BaseImageGate"/> does.</summary>
    public static async Task RunAsync(bool baseImage, CancellationToken cancellationToken)
    {
        var registry = new RehearsalRegistry();
        registry.Put(RehearsalImage.Index, MediaTypes.OciIndex, tag: "1");
        registry.Put(RehearsalImage.Manifest, MediaTypes.OciManifest);
        registry.Put(RehearsalImage.Config, MediaTypes.OciConfig);
        using var certificate = baseImage ? TestCertificate.Create(TestCertificate.DefaultSubject, TimeProvider.System) : null;
        var key = new RehearsalKey(certificate);
        var engine = EngineOptions.CreateDefault(key, new RegistryOptions { HandlerFactory = () => registry }, trust: new TrustOptions { BuiltInRoots = key, HandlerFactory = () => registry });
        engine = engine with { Keys = [key], Stores = [.. engine.Stores.OfType<RegistryStoreFactory>()] };
        var image = ImageReference.Parse(Image);
        await new ImageSigner(engine).SignAsync(new SignRequest(image, key.Reference) { Formats = baseImage ? ["sigstore", "notary-cose"] : [] }, cancellationToken).ConfigureAwait(false);
        if (!baseImage) return;
        var request = new BaseImageRequest(image) { PolicyFile = BuiltInPolicies.MicrosoftDotNet, Scope = "mcr.microsoft.com/dotnet/runtime" };
        var gate = new BaseImageGate(engine);
        await using var closing = gate.ConfigureAwait(false);
        await gate.JudgeAsync(request, await gate.ReadAsync(request, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }
}
