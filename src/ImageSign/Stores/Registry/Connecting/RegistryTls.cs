using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Stores.Registry.Connecting;

/// <summary>
/// Whom a registry's connections trust, and what they identify with. What certs.d holds counts for its own host only: a token service or a
/// redirect elsewhere is judged by the system, and never sees our certificate.
/// </summary>
internal sealed class RegistryTls(RegistryEndpoint endpoint, HostCertificates certificates, string? authorityFile)
{
    private const int MaxNames = 5;

    private readonly string _host = new Uri($"https://{endpoint.Authority}").IdnHost.Trim('[', ']');
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ImageSignException> _refusals = new(StringComparer.OrdinalIgnoreCase);

    public SslClientAuthenticationOptions CreateOptions() => new()
    {
        CertificateChainPolicy = authorityFile is { } file && !endpoint.IsInsecure ? OnlyTrusting(file) : null,
        RemoteCertificateValidationCallback = Accepts,
        LocalCertificateSelectionCallback = Select!,
    };

    /// <summary>Why the certificate of <paramref name="address"/> was refused, or null when it was not.</summary>
    public ImageSignException? RefusalOf(Uri address) => _refusals.GetValueOrDefault(Name(address));

    /// <summary>What a lost connection to <paramref name="address"/> says when a certificate of ours was asked for there;
    /// null when none was.</summary>
    public ImageSignException? NeedOf(Uri address, string reason)
    {
        if (!_asked.ContainsKey(Name(address))) return null;
        return IsOwn(Name(address)) && certificates.Client is not null
            ? ErrorCodes.ClientCertificateNeeded.With(address.Authority, $"{certificates.ClientFile} was offered, and the connection ended: {reason}")
            : ErrorCodes.ClientCertificateNeeded.With(address.Authority, "there is none for it");
    }

    /// <summary>True when a certificate was asked for at <paramref name="address"/> and there was none.</summary>
    public bool LacksFor(Uri address) => _asked.ContainsKey(Name(address)) && !(IsOwn(Name(address)) && certificates.Client is not null);

    private static string Name(Uri address) => address.IdnHost.Trim('[', ']');

    private bool IsOwn(string host) => string.Equals(host, _host, StringComparison.OrdinalIgnoreCase);

    private X509Certificate2? Select(object sender, string target, X509CertificateCollection local, X509Certificate? remote, string[] issuers)
    {
        // Called once before the handshake, and again when the other side asks.
        var host = target.Trim('[', ']');
        if (remote is not null) _asked[host] = true;
        return IsOwn(host) ? certificates.Client : null;
    }

    private bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // The user named this host with --insecure-registry: digests still bind every byte, but nothing says who answers.
        if (endpoint.IsInsecure || errors == SslPolicyErrors.None) return true;
        var host = ((SslStream)sender).TargetHostName.Trim('[', ']');
        if (certificate is not X509Certificate2 shown || chain is null) return false;
        var ownTrust = errors == SslPolicyErrors.RemoteCertificateChainErrors && authorityFile is null && IsOwn(host)
            && certificates.Authorities.Count > 0;
        if (ownTrust && Builds(shown, chain)) return true;
        _refusals[host] = Refusal(shown, chain, errors);
        return false;
    }

    private bool Builds(X509Certificate2 shown, X509Chain chain)
    {
        using var own = new X509Chain();
        own.ChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        own.ChainPolicy.CustomTrustStore.AddRange(certificates.Authorities);
        foreach (var usage in chain.ChainPolicy.ApplicationPolicy) own.ChainPolicy.ApplicationPolicy.Add(usage);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        foreach (var element in chain.ChainElements) own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(shown);
    }

    private ImageSignException Refusal(X509Certificate2 shown, X509Chain chain, SslPolicyErrors errors)
    {
        var now = DateTime.Now;
        // What no authority can mend comes first.
        if (chain.ChainElements.Select(element => element.Certificate).Prepend(shown).FirstOrDefault(link => now < link.NotBefore || now > link.NotAfter) is { } old)
        {
            return ErrorCodes.CertificateNotValidNow.With(endpoint.Host, old.Subject,
                $"{old.NotBefore.ToUniversalTime():u}", $"{old.NotAfter.ToUniversalTime():u}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return ErrorCodes.CertificateForOthers.With(endpoint.Host, Names(shown));
        }

        var reasons = chain.ChainStatus.Select(status => status.Status).Distinct().ToList();
        return ErrorCodes.UntrustedCertificate.With(endpoint.Host,
            $"{shown.Subject}, issued by {shown.Issuer} ({string.Join(", ", reasons)})");
    }

    private static string Names(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        var names = alternatives.SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        if (names.Count == 0) return $"no host ({certificate.Subject})";
        return string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : "");
    }

    private static X509ChainPolicy OnlyTrusting(string file)
    {
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy.CustomTrustStore.Count > 0
                ? policy
                : throw ErrorCodes.RegistryAuthorityUnreadable.With(file, "it holds no certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw ErrorCodes.RegistryAuthorityUnreadable.Because(e, file, e.Message.TrimEnd('.'));
        }
    }
}
