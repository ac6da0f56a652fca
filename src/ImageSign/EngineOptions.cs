using ImageSign.Formats;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Embedded;
using ImageSign.Formats.Notary;
using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Keys.Environment;
using ImageSign.Keys.File;
using ImageSign.Keys.Kms;
using ImageSign.Keys.NotationPlugin;
using ImageSign.Keys.Pkcs11;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Archive;
using ImageSign.Stores.Daemon;
using ImageSign.Stores.Layout;
using ImageSign.Stores.Registry;

namespace ImageSign;

/// <summary>What the engine works with. Registration is this explicit list: no statics, no reflection, no container.</summary>
public sealed record EngineOptions
{
    /// <summary>The signature formats, in the order in which they are tried.</summary>
    public IReadOnlyList<ISignatureFormat> Formats { get; init; } = [];

    /// <summary>The names that users may write after <c>--format</c>: those of <see cref="Formats"/>, and the one that signs inside the image.</summary>
    public IReadOnlyList<string> FormatNames => [.. Formats.Select(format => format.Name), EmbeddedFormat.FormatName];

    /// <summary>The key providers, one for each scheme.</summary>
    public IReadOnlyList<IKeyProvider> Keys { get; init; } = [];

    /// <summary>The places that images can be in.</summary>
    public IReadOnlyList<IImageStoreFactory> Stores { get; init; } = [];

    /// <summary>The places that hold images without their manifests.</summary>
    public IReadOnlyList<IImageContentStoreFactory> ContentStores { get; init; } = [];

    /// <summary>Where passwords come from.</summary>
    public required IPasswordSource Passwords { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where trust policies are, and how authorities are reached.</summary>
    public TrustOptions Trust { get; init; } = new();

    /// <summary>Everything that ImageSign has.</summary>
    public static EngineOptions CreateDefault(IPasswordSource passwords, RegistryOptions? registry = null, TimeProvider? time = null, TrustOptions? trust = null)
    {
        time ??= TimeProvider.System;
        var archives = new ArchiveStoreFactory();
        trust ??= new TrustOptions();
        return new EngineOptions
        {
            Passwords = passwords,
            Time = time,
            Trust = trust,
            Formats = [new SigstoreFormat(time), new CosignFormat(time), new NotaryJwsFormat(time), new NotaryCoseFormat(time)],
            Keys =
            [
                new FileKeyProvider(), new EnvironmentKeyProvider(), new NotationPluginKeyProvider(trust.PluginDirectory), new Pkcs11KeyProvider(),
                new SigstorePluginKeyProvider(),
            ],
            Stores = [new RegistryStoreFactory(registry ?? new RegistryOptions(), time), new LayoutStoreFactory(), archives],
            ContentStores = [archives, new EngineStoreFactory()],
        };
    }

    internal IImageStore OpenStore(ImageReference image) =>
        (Stores.FirstOrDefault(factory => factory.Opens(image.Transport)) ?? throw ErrorCodes.NotSupportedHere.With("That kind of place", image)).Open(image);

    /// <summary>The place of <paramref name="image"/> when it has no manifests; null when it has.</summary>
    internal IImageContentStore? OpenContentStore(ImageReference image) => ContentStores.FirstOrDefault(factory => factory.Opens(image.Transport))?.Open(image);

    internal IReadOnlyList<ISignatureFormat> FormatsNamed(IReadOnlyList<string> names) => names is []
        ? Formats
        : [.. names.Distinct().Select(name => Formats.FirstOrDefault(format => format.Name == name)
            ?? throw ErrorCodes.UnknownFormat.With(name, string.Join(", ", FormatNames)))];
}
