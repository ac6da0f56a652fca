using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Trust;

namespace ImageSign.Tests.Trust;

/// <summary>Whoever may push can attach a signature with such a certificate: it must not end the verification of the others.</summary>
public sealed class ACertificateWithAnUnreadableValidity
{
    [Theory, InlineData("99"), InlineData("ZZ")]
    public void Breaks_a_rule(string month)
    {
        var chain = new CertificateChain([SelfSigned(month)]);
        Assert.ThrowsAny<CryptographicException>(() => ChainRules.NotValidAt(chain, DateTimeOffset.UtcNow));
        Assert.Contains("validity", ChainRules.Check(chain, ChainPurpose.Signing)!.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Would_be_good_but_for_that() => Assert.Null(ChainRules.Check(new CertificateChain([SelfSigned("01")]), ChainPurpose.Signing));

    /// <summary>A signer's certificate that signed itself, valid since that month of 2026.</summary>
    private static X509Certificate2 SelfSigned(string month)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=signer,O=test,ST=x,C=NL", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        using var good = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var tbs = SignedDer.Read(good.RawDataMemory, out _).Tbs.ToArray();
        var start = tbs.AsSpan().IndexOf("260101000000Z"u8);
        System.Text.Encoding.ASCII.GetBytes(month, tbs.AsSpan(start + 2));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            writer.WriteBitString(key.SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return X509CertificateLoader.LoadCertificate(writer.Encode());
    }
}
