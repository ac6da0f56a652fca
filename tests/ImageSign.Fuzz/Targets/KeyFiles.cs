using ImageSign.Keys;
using ImageSign.Keys.File;

namespace ImageSign.Fuzz.Targets;

/// <summary>Files that are said to be keys.</summary>
internal static class KeyFiles
{
    private const string Name = "the key";

    public static void Pem(byte[] input)
    {
        Try(() => KeyOpener.ReadPublicKey(input, Name));
        using (var material = KeyMaterial.Parse(input, Name))
        {
            if (material.Kind == KeyMaterialKind.CosignPrivateKey)
            {
                Cosign(material.Content);
                return;
            }
        }

        using var key = Judge.Wait(KeyOpener.OpenSigningKeyAsync(input, Name, new FixedPassword(), CancellationToken.None));
    }

    /// <summary>The body of cosign's file. Its scrypt takes a quarter of a second and is no parser: a fixed key stands in for what it derives.</summary>
    public static void Cosign(byte[] input)
    {
        var (_, _, nonce, box) = CosignKeyFile.Read(input, Name);
        _ = SecretBox.Open(box, nonce, new byte[SecretBox.KeyBytes]);
    }

    public static void Pfx(byte[] input)
    {
        using var key = PfxReader.Open(new KeyMaterial(KeyMaterialKind.Pfx, input, Name), "fuzz"u8.ToArray());
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (ImageSignException)
        {
            // It may be another kind of key.
        }
    }
}
