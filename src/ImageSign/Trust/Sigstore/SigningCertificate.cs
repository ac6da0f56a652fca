using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Verification;
using PublicKey = ImageSign.Crypto.PublicKey;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// The certificate of a keyless signer: whose it is, by which issuer, and from which build. Nothing of it is believed until it leads to an
/// authority.
/// </summary>
internal sealed class SigningCertificate
{
    private const string AlternativeNameOid = "2.5.29.17";
    private const int Version3 = 3;

    private static readonly string[] Understood = ["2.5.29.15", AlternativeNameOid, "2.5.29.37", "2.5.29.19"];

    private readonly List<Fact> _claims = [];
    private string? _rawIssuer;
    private string? _issuer;

    private SigningCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        try
        {
            Violation = ReadRules() ?? ReadNames();
            ReadClaims();
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            Violation ??= "it holds an extension that cannot be read";
        }
    }

    /// <summary>The certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its key; null when <see cref="Violation"/> says why it has none.</summary>
    public PublicKey? Key { get; private set; }

    /// <summary>The rule for signing certificates that it breaks, or null.</summary>
    public string? Violation { get; }

    /// <summary>Who signed: the one alternative name.</summary>
    public string Identity { get; private set; } = "";

    /// <summary>Who vouched for that; null when the certificate does not say.</summary>
    public string? Issuer => _issuer ?? _rawIssuer;

    /// <summary>Why it is not clear who signed, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The other claims, by the names of <see cref="CertificateClaim"/>.</summary>
    public IReadOnlyList<Fact> Claims => _claims;

    /// <summary>Reads a certificate; <see cref="ErrorCodes.Malformed"/> when the bytes are none.</summary>
    public static SigningCertificate Read(ReadOnlyMemory<byte> der) => new(CertificateChain.Load(der));

    /// <summary>The value of a claim, or null.</summary>
    public string? ClaimOf(string name) => _claims.Find(claim => claim.Name == name)?.Value;

    private string? ReadRules()
    {
        if (Certificate.Version != Version3) return $"its version is {Certificate.Version}, not 3";
        var extensions = Certificate.Extensions.ToList();
        if (extensions.Select(extension => extension.Oid?.Value).Distinct().Count() != extensions.Count)
        {
            return "an extension stands twice in it";
        }

        if (extensions.Any(extension => extension.Oid?.Value == SignedCertificateTimestamp.PoisonOid))
        {
            return "it is a precertificate, which was never issued";
        }

        if (extensions.FirstOrDefault(extension => extension.Critical && !Understood.Contains(extension.Oid?.Value)) is { } unknown)
        {
            return $"its critical extension {unknown.Oid?.Value} is not understood";
        }

        if (CertificateExtensions.Find<X509BasicConstraintsExtension>(Certificate) is { CertificateAuthority: true })
        {
            return "it is an authority's, which may not sign itself";
        }

        if (CertificateExtensions.Find<X509KeyUsageExtension>(Certificate) is not { Critical: true } usage)
        {
            return "it lacks a critical keyUsage";
        }

        if (!usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)) return "its keyUsage lacks digitalSignature";
        if (CertificateExtensions.Find<X509EnhancedKeyUsageExtension>(Certificate) is not { } purposes
            || !purposes.EnhancedKeyUsages.Cast<Oid>().Any(purpose => purpose.Value == PathRules.CodeSigning))
        {
            return "its extendedKeyUsage lacks codeSigning";
        }

        try
        {
            Key = PublicKeyReader.FromSubjectPublicKeyInfo(Certificate.PublicKey.ExportSubjectPublicKeyInfo(), "its key");
        }
        catch (ImageSignException e)
        {
            return $"its key is not accepted ({e.Message.TrimEnd('.')})";
        }

        return Certificate.NotBefore > Certificate.NotAfter ? "its validity ends before it begins" : null;
    }

    /// <summary>
    /// Reads the alternative name: exactly one, since a reader that looked at the first would see another signer than one that looks at the
    /// last.
    /// </summary>
    private string? ReadNames()
    {
        if (Certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == AlternativeNameOid) is not { } extension)
        {
            return "it has no alternative name";
        }

        if (!extension.Critical && Certificate.SubjectName.RawData.AsSpan().SequenceEqual<byte>([0x30, 0x00]))
        {
            return "its subject is empty and its alternative name is not critical";
        }

        var reader = new AsnReader(extension.RawData, AsnEncodingRules.DER);
        var names = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        if (!names.HasData) return "it has no alternative name";
        var name = AlternativeName.Read(names);
        if (names.HasData) return "it has more than one alternative name";
        Identity = name ?? "";
        return name is null
            ? "its alternative name is neither an e-mail address, a URI nor a user name, or holds characters that none of these has"
            : null;
    }

    private void ReadClaims()
    {
        foreach (var extension in Certificate.Extensions)
        {
            if (extension.Oid?.Value is not { } oid || !oid.StartsWith(CertificateClaim.Arc, StringComparison.Ordinal)) continue;
            if (!int.TryParse(oid.AsSpan(CertificateClaim.Arc.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            if (number == CertificateClaim.RawIssuer) _rawIssuer = Raw(extension.RawData);
            else if (number == CertificateClaim.Issuer) _issuer = Text(extension.RawData);
            else if (
                CertificateClaim.NameOf(number) is { } name
                    && Value(number, extension.RawData) is { } value) _claims.Add(new Fact(name, value));
        }

        if (Problem is null && _issuer is not null && _rawIssuer is not null && _issuer != _rawIssuer)
        {
            Problem = $"it names two issuers, '{_issuer}' and '{_rawIssuer}'";
        }
    }

    private string? Value(int number, byte[] value) => number <= CertificateClaim.LastRaw ? Raw(value) : Text(value);

    private string? Raw(byte[] value) =>
        Known(() => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(value));

    private string? Text(byte[] value) => Known(() =>
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        var text = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
        reader.ThrowIfNotEmpty();
        return text;
    });

    /// <summary>A claim that cannot be read could be any: then nothing of the certificate says clearly who signed.</summary>
    private string? Known(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is AsnContentException or DecoderFallbackException)
        {
            Problem = "one of its claims cannot be read";
            return null;
        }
    }
}
