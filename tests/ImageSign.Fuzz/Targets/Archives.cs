using System.IO.Compression;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores.Registry.Credentials;
using ImageSign.Testing.Files;

namespace ImageSign.Fuzz.Targets;

/// <summary>What the engine reads from files: archives, layouts, stored credentials.</summary>
internal static class Archives
{
    private static readonly ImageVerifier Verifier = new(EngineOptions.CreateDefault(new FixedPassword(), time: Judge.Time));
    private static readonly KeyReference Key = KeyReference.Parse(Vectors.PathOf("cosign/keys/gen.pub"));

    /// <summary>The file as it is, and again with what a mutation breaks first made good.</summary>
    public static void Archive(byte[] input)
    {
        Verify(input, "docker-archive", "oci-archive");
        if (input is [0x1f, 0x8b, ..]) return;
        var repaired = TarRepair.Repair(input);
        if (!repaired.AsSpan().SequenceEqual(input)) Verify(repaired, "docker-archive", "oci-archive");
    }

    /// <summary>A tar that is compressed here: the reader takes another way through it.</summary>
    public static void CompressedArchive(byte[] input)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(TarRepair.Repair(input));
        Verify(file.ToArray(), "docker-archive", "oci-archive");
    }

    public static void Layout(byte[] input) => Verify(StitchedLayout.ToArchive(input), "oci-archive");

    public static void Credentials(byte[] input)
    {
        using var file = new ScratchFile(input);
        var source = new CredentialFile(file.Path);
        foreach (var (host, repository) in ((string, string)[])[("registry.example", "app"), ("registry.example:5000", "team/app"), ("docker.io", "library/app")])
        {
            try
            {
                _ = Judge.Wait(source.FindAsync(host, repository, CancellationToken.None));
            }
            catch (ImageSignException) when (host != "docker.io")
            {
                // Another host may be written better.
            }
        }
    }

    private static void Verify(byte[] archive, params ReadOnlySpan<string> transports)
    {
        using var file = new ScratchFile(archive);
        foreach (var transport in transports)
        {
            try
            {
                var result = Verifier.VerifyAsync(new VerifyRequest(ImageReference.Parse($"{transport}:{file.Path}")) { Keys = [Key] }, CancellationToken.None).GetAwaiter().GetResult();
                Judge.Require(result.Verdict.Root);
            }
            catch (ImageSignException) when (transport != transports[^1])
            {
                // It may be the other kind of archive.
            }
        }
    }
}
