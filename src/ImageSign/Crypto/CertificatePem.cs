using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Crypto;

/// <summary>Certificates as PEM blocks.</summary>
internal static class CertificatePem
{
    /// <summary>Reads every block of <paramref name="text"/>, in order; a block that is no certificate is <see cref="ErrorCodes.Malformed"/>, and so is a text without any.</summary>
    public static IReadOnlyList<X509Certificate2> Read(string text)
    {
        var certificates = new List<X509Certificate2>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (!rest[fields.Label].SequenceEqual("CERTIFICATE")) throw ErrorCodes.Malformed.With("The certificates", $"it holds a PEM block '{rest[fields.Label]}'");
            var der = new byte[fields.DecodedDataLength];
            if (!Convert.TryFromBase64Chars(rest[fields.Base64Data], der, out _)) throw ErrorCodes.Malformed.With("The certificates", "a PEM body is not base64");
            certificates.Add(CertificateChain.Load(der));
            rest = rest[fields.Location.End..];
        }

        if (rest.IndexOf("-----BEGIN ") >= 0) throw ErrorCodes.Malformed.With("The certificates", "a PEM block is damaged");
        return certificates.Count > 0 ? certificates : throw ErrorCodes.Malformed.With("The certificates", "there is no PEM block");
    }
}
