using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Conformance;

/// <summary><c>verify-bundle</c>: is this bundle a good signature of that file, by that identity or key?</summary>
internal sealed class VerifyBundle
{
    /// <summary>The arguments, in the order in which the suite gives them.</summary>
    public const string Syntax =
        "verify-bundle [--staging] --bundle FILE (--certificate-identity S --certificate-oidc-issuer S | --key FILE) "
        + "[--trusted-root FILE] FILE_OR_DIGEST";

    private static readonly string[] Options =
        ["--bundle", "--certificate-identity", "--certificate-oidc-issuer", "--key", "--trusted-root"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private string? _artifact;
    private bool _staging;

    /// <summary>The command, or null for arguments that are none.</summary>
    public static VerifyBundle? Parse(IReadOnlyList<string> arguments)
    {
        if (arguments is not ["verify-bundle", ..]) return null;
        var command = new VerifyBundle();
        for (var i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] == "--staging") command._staging = true;
            else if (Options.Contains(arguments[i]) && i + 1 < arguments.Count) command._values[arguments[i]] = arguments[++i];
            else if (command._artifact is null && !arguments[i].StartsWith('-')) command._artifact = arguments[i];
            else return null;
        }

        var isIdentity = command.Has("--certificate-identity") && command.Has("--certificate-oidc-issuer");
        return command._artifact is not null && command.Has("--bundle") && isIdentity != command.Has("--key") ? command : null;
    }

    /// <summary>Judges the bundle.</summary>
    public Check Run()
    {
        var artifact = Artifact.Open(_artifact!);
        ReadOnlyMemory<byte> bundle = File.ReadAllBytes(_values["--bundle"]);
        return IsStatement(bundle) ? OfStatement(bundle, artifact) : OfFile(bundle, artifact);
    }

    private Check OfFile(ReadOnlyMemory<byte> utf8, Artifact artifact)
    {
        var bundle = MessageSignatureBundle.Parse(utf8, withEvidence: true);
        var isSubject = artifact.HashWith(bundle.Algorithm) is { } hash && bundle.Digest.Span.SequenceEqual(hash);
        return Judge(new SignedFile(artifact.HashWith, artifact.Content, bundle.Signature), bundle.Evidence!, isSubject);
    }

    /// <summary>A statement of any type, of which the file is a subject.</summary>
    private Check OfStatement(ReadOnlyMemory<byte> utf8, Artifact artifact)
    {
        var bundle = SigstoreBundle.Parse(utf8, withEvidence: true);
        if (bundle.PayloadType != ImageStatement.PayloadType)
        {
            throw ErrorCodes.NotImageSignature.With($"its payload is '{bundle.PayloadType}'");
        }

        var isSubject = ImageStatement.Parse(bundle.Payload).Subjects.Any(subject => IsOf(subject, artifact));
        return Judge(new SignedEnvelope(bundle.PayloadType, bundle.Payload, bundle.Signature), bundle.Evidence!, isSubject);
    }

    private static bool IsOf(ImageStatement.StatementSubject subject, Artifact artifact) =>
        (subject.Digest is { } sha256 && Is(artifact.HashWith(HashAlgorithmName.SHA256), sha256.Hex))
        || (subject.Sha512 is { } sha512 && Is(artifact.HashWith(HashAlgorithmName.SHA512), sha512));

    private static bool Is(byte[]? hash, string hex) => hash is not null && Convert.ToHexStringLower(hash) == hex;

    private Check Judge(SignedContent content, SignatureMaterial material, bool isSubject)
    {
        var trust = new TrustedRootSource().Open(new SigstoreTrust
        {
            Instance = _staging ? SigstoreTrust.Staging : SigstoreTrust.PublicGood,
            TrustedRootFile = _values.GetValueOrDefault("--trusted-root"),
            Identities = Has("--key") ? [] : [Identity()],
        });
        var now = TimeProvider.System.GetUtcNow();
        if (Has("--key") != material.Certificate is null)
        {
            throw ErrorCodes.SignatureMismatch.With("what it is asked for: a key stands for no identity, nor the reverse");
        }

        var answer = Has("--key")
            ? SigstoreVerification.OfKey(content, material, trust, Key(), now)
            : SigstoreVerification.OfCertificate(content, material, trust, now);
        var subject = isSubject
            ? Check.Pass(CheckIds.ClaimsSubject)
            : Check.Fail(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject.With("another file", _artifact));
        return Check.AllOf(CheckIds.Signature, [.. answer.Required, CheckIds.ClaimsSubject], [.. answer.Checks, subject]);
    }

    private CertificateIdentity Identity() => new(
        IdentityMatch.Exact(_values["--certificate-identity"]), IdentityMatch.Exact(_values["--certificate-oidc-issuer"]));

    private PublicKey Key() => KeyOpener.ReadPublicKey(File.ReadAllBytes(_values["--key"]), _values["--key"]);

    private bool Has(string option) => _values.ContainsKey(option);

    private static bool IsStatement(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, BundleMembers.What);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("dsseEnvelope", out _);
    }
}
