using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using ImageSign.Crypto;
using ImageSign.Formats.Embedded;
using ImageSign.Formats.Sigstore;
using ImageSign.Oci;
using ImageSign.Testing.Images;

namespace ImageSign.Benchmarks;

/// <summary>The parts of a verification that are ours: parsing, what is signed, the check, canonical JSON.</summary>
[MemoryDiagnoser]
public class Parts
{
    private readonly byte[] _manifest;
    private readonly byte[] _config;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly ReadOnlyMemory<byte> _bundle;
    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly PublicKey _key;
    private readonly string _reference;

    public Parts()
    {
        var image = TestImages.Build();
        _manifest = image.Manifest;
        _config = image.Blobs[0];
        _reference = $"registry.example/team/app:1.0@{image.Digest}";
        _payload = ImageStatement.Write(Digest.Parse(image.Digest), [new("dev.imagesign.reference", "[\"registry.example/team/app:1.0\"]"), new("dev.imagesign.time", "2026-01-01T00:00:00Z")]);
        _signed = Dsse.PreAuthEncoding(ImageStatement.PayloadType, _payload.Span);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _signature = key.SignData(_signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        _key = PublicKeyReader.FromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), "key");
        _bundle = SigstoreBundle.Write("hint", ImageStatement.PayloadType, _payload, _signature);
        if (!Verify() || CanonicalConfiguration() is null) throw new InvalidOperationException("What is measured does not work.");
    }

    [Benchmark]
    public object ParseReference() => ImageReference.Parse(_reference);

    [Benchmark]
    public object ParseManifest() => ManifestDocument.Parse(_manifest, servedAs: null);

    [Benchmark]
    public object ParseBundle() => ImageStatement.Parse(SigstoreBundle.Parse(_bundle).Payload);

    [Benchmark]
    public byte[] PreAuthEncoding() => Dsse.PreAuthEncoding(ImageStatement.PayloadType, _payload.Span);

    [Benchmark]
    public bool Verify() => _key.VerifySigstore(_signed, _signature);

    [Benchmark]
    public object CanonicalConfiguration() => CanonicalConfig.Read(_config);
}
