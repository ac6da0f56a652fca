namespace ImageSign.Keys.Pkcs11;

/// <summary>A way to sign or to make keys.</summary>
/// <param name="Type">One of the <c>CKM_</c> numbers of <see cref="Ck"/>.</param>
/// <param name="Parameter">Its parameter, laid out; empty when it has none.</param>
internal readonly record struct CkMechanism(ulong Type, byte[] Parameter)
{
    /// <summary>A mechanism without a parameter.</summary>
    public static CkMechanism Of(ulong type) => new(type, []);

    /// <summary>RSA-PSS with a salt as long as the hash.</summary>
    public static CkMechanism Pss(CkLayout layout, ulong type, int hashBytes)
    {
        var (hash, mask) = hashBytes switch
        {
            48 => (Ck.Sha384, Ck.Mgf1Sha384),
            64 => (Ck.Sha512, Ck.Mgf1Sha512),
            _ => (Ck.Sha256, Ck.Mgf1Sha256),
        };
        var parameter = new byte[layout.PssBytes];
        layout.WriteUlong(parameter, hash);
        layout.WriteUlong(parameter.AsSpan(layout.UlongBytes), mask);
        layout.WriteUlong(parameter.AsSpan(2 * layout.UlongBytes), (ulong)hashBytes);
        return new CkMechanism(type, parameter);
    }
}
