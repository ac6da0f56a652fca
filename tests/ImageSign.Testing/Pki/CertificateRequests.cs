using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Testing.Pki;

/// <summary>Turns options into a request, and an issuer's certificate into what signs it.</summary>
internal static class CertificateRequests
{
    public static CertificateRequest For(AsymmetricAlgorithm key, TestCertificateOptions options, X509Certificate2? issuer)
    {
        var request = key is RSA rsa
            ? new CertificateRequest(options.Subject, rsa, HashOf(key), RSASignaturePadding.Pkcs1)
            : new CertificateRequest(options.Subject, (ECDsa)key, HashOf(key));
        if (options.IsAuthority is { } isAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        }

        if (options.KeyUsage is { } usage)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        }

        if (options.ExtendedKeyUsages.Count > 0)
        {
            OidCollection usages = [.. options.ExtendedKeyUsages.Select(oid => new Oid(oid))];
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        }

        if (options.RevocationLists.Count > 0)
        {
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(options.RevocationLists));
        }

        AddNames(request, options);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is not null)
        {
            request.CertificateExtensions.Add(
                X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        }

        return request;
    }

    public static X509SignatureGenerator GeneratorOf(X509Certificate2 issuer) =>
        issuer.GetRSAPrivateKey() is { } rsa
            ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey() ?? throw new InvalidOperationException("the issuer has no private key"));

    private static void AddNames(CertificateRequest request, TestCertificateOptions options)
    {
        if (options.DnsNames.Count + options.IpAddresses.Count + options.EmailAddresses.Count + options.Uris.Count == 0)
        {
            return;
        }

        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in options.DnsNames)
        {
            names.AddDnsName(name);
        }

        foreach (var address in options.IpAddresses)
        {
            names.AddIpAddress(IPAddress.Parse(address));
        }

        foreach (var address in options.EmailAddresses)
        {
            names.AddEmailAddress(address);
        }

        foreach (var uri in options.Uris)
        {
            names.AddUri(uri);
        }

        request.CertificateExtensions.Add(names.Build());
    }

    private static HashAlgorithmName HashOf(AsymmetricAlgorithm key) => key switch
    {
        ECDsa { KeySize: 384 } => HashAlgorithmName.SHA384,
        ECDsa { KeySize: 521 } => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };
}
