namespace ImageSign.Trust.Sigstore;

/// <summary>The trusted roots that are in force.</summary>
public static class TrustedRoots
{
    /// <summary>The trusted root by which <paramref name="trust"/> judges, as its bytes; it was read as for a verification.</summary>
    /// <param name="trust">Names the instance, or a file.</param>
    /// <param name="source">Where it is from, for people.</param>
    public static ReadOnlyMemory<byte> Read(SigstoreTrust trust, out string source)
    {
        ArgumentNullException.ThrowIfNull(trust);
        source = new TrustedRootSource().Open(trust).Source;
        return TrustedRootSource.ReadBytes(trust.Instance, trust.TrustedRootFile).Utf8;
    }
}
