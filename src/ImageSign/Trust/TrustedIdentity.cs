using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>A signer that a policy trusts: <c>*</c>, <c>x509.subject: …</c>, or something that only a verification plug-in understands.</summary>
public sealed class TrustedIdentity
{
    private const string SubjectPrefix = "x509.subject";
    private readonly DistinguishedName? _subject;

    private TrustedIdentity(string text, DistinguishedName? subject) => (Text, _subject) = (text, subject);

    /// <summary>The identity as the policy writes it.</summary>
    public string Text { get; }

    /// <summary>True for <c>*</c>: anybody whose certificate leads to a trust store.</summary>
    public bool IsWildcard => Text == "*";

    /// <summary>Reads an identity, or says why it cannot.</summary>
    public static (TrustedIdentity? Identity, string? Reason) Parse(string text)
    {
        if (text == "*") return (new TrustedIdentity(text, null), null);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text[(colon + 1)..].Trim().Length == 0) return (null, $"'{text}' is not PREFIX:VALUE");
        if (text[..colon] != SubjectPrefix) return (new TrustedIdentity(text, null), null);
        var (name, reason) = DistinguishedName.Parse(text[(colon + 1)..]);
        return name is null ? (null, $"'{text}': {reason}") : (new TrustedIdentity(text, name), null);
    }

    /// <summary>True when the holder of <paramref name="leaf"/> is this identity.</summary>
    public bool Matches(X509Certificate2 leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return IsWildcard || (_subject is not null && DistinguishedName.Of(leaf.SubjectName).Name is { } name && _subject.IsSubsetOf(name));
    }

    /// <summary>True when each signer that one of the two matches is matched by the other as well.</summary>
    internal bool Overlaps(TrustedIdentity other) =>
        _subject is not null && other._subject is not null && (_subject.IsSubsetOf(other._subject) || other._subject.IsSubsetOf(_subject));
}
