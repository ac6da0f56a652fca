using System.Text.RegularExpressions;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore;

/// <summary>Who must have signed. All of its parts must hold of one certificate.</summary>
/// <param name="Subject">Who: the certificate's alternative name, an e-mail address or a workflow's URI.</param>
/// <param name="Issuer">Who vouched for that: the address of the identity provider.</param>
public sealed record CertificateIdentity(IdentityMatch Subject, IdentityMatch Issuer)
{
    private const string GitHubIssuer = "https://token.actions.githubusercontent.com";
    private const string GitHub = "https://github.com/";

    /// <summary>What else the certificate must say, by name: <c>source-repository</c>, <c>source-ref</c> and so on.</summary>
    public IReadOnlyDictionary<string, string> Claims { get; init; } = Descriptor.EmptyAnnotations;

    /// <summary>The names of claims.</summary>
    public static IReadOnlyCollection<string> ClaimNames => CertificateClaim.AllNames;

    /// <summary>
    /// A build of a GitHub repository, by a workflow of its own. The repository that was built is asked for by its own claim: whoever calls
    /// a public reusable workflow gets a certificate in that workflow's name.
    /// </summary>
    /// <param name="repository">OWNER/NAME.</param>
    public static CertificateIdentity OfGitHub(string repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (repository.Split('/') is not [var owner, var name] || !IsName(owner) || !IsName(name))
        {
            throw ErrorCodes.IdentityInvalid.With($"'{repository}' is not a GitHub repository, OWNER/NAME");
        }

        var workflows = IdentityMatch.Pattern($"{Regex.Escape($"{GitHub}{repository}/.github/workflows/")}.+");
        var identity = new CertificateIdentity(workflows, IdentityMatch.Exact(GitHubIssuer));
        return identity.Claiming(CertificateClaim.SourceRepository, GitHub + repository);
    }

    /// <summary>The same, with one more claim.</summary>
    public CertificateIdentity Claiming(string name, string value)
    {
        if (!CertificateClaim.AllNames.Contains(name))
        {
            throw ErrorCodes.IdentityInvalid.With(
                $"certificates have no claim '{name}'; they have {string.Join(", ", CertificateClaim.AllNames)}");
        }

        if (Claims.ContainsKey(name)) throw ErrorCodes.IdentityInvalid.With($"the claim '{name}' is asked for twice");
        return this with { Claims = new Dictionary<string, string>(Claims, StringComparer.Ordinal) { [name] = value } };
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"{Subject} (issuer {Issuer}{string.Concat(Claims.Select(claim => $", {claim.Key} {claim.Value}"))})";

    internal bool Matches(SigningCertificate certificate) =>
        Subject.Matches(certificate.Identity)
        && certificate.Issuer is { } issuer && Issuer.Matches(issuer)
        && Claims.All(claim => certificate.ClaimOf(claim.Key) == claim.Value);

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
