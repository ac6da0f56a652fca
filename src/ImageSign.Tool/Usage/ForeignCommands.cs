namespace ImageSign.Tool.Usage;

/// <summary>
/// The commands that cosign's and notation's users type, and what to type here. Read only when a command line was not understood;
/// docs/migration.md has the same.
/// </summary>
internal static class ForeignCommands
{
    private const string Keyless =
        "There is none: signing without a key of one's own is not supported. Sign with a key or a certificate (-k).";
    private const string Attestations =
        "There is none: attestations are neither made nor verified; 'inspect IMAGE' shows what is attached.";
    private const string Hardware =
        "There is none: a key in hardware is used with 'sign -k pkcs11:…', one in a cloud through a plug-in; docs/keys.md says how.";

    /// <summary>The answer to a command of another tool; null when it is nobody's.</summary>
    public static string? AnswerTo(string command) => command switch
    {
        "tree" or "triangulate" or "ls" or "list" or "download" => "Use 'inspect IMAGE': it shows what is attached to an image.",
        "login" or "logout" => $"There is none: run 'docker {command} HOST' or 'podman {command} HOST'; their credentials are used here.",
        "version" => "Use '--version'.",
        "help" => "Use '--help'.",
        "save" => "Use 'copy IMAGE oci:DIRECTORY': the signatures come along.",
        "load" => "Use 'copy oci:DIRECTORY IMAGE': the signatures come along.",
        "clean" => "There is none: signatures are only added. Remove them with the registry's own tools.",
        "generate" => "There is none: what is signed is not made apart. Use 'sign -k KEY IMAGE'.",
        "import-key-pair" => "There is none, and none is needed: 'sign -k FILE' takes a PEM key of RSA, ECDSA or Ed25519 as it is.",
        "initialize" or "signing-config" => Keyless,
        "env" => "There is none: 'docs/cli.md' lists the environment variables that are read.",
        "sign-blob" or "blob" => "There is none for any file; for an image archive use 'sign -k KEY --bundle FILE oci-archive:FILE'.",
        "verify-blob" => "There is none for any file; for an image archive use 'verify -k KEY --bundle FILE oci-archive:FILE'.",
        "bundle" => "There is none: 'sign --bundle FILE' writes an image archive's bundle, and 'verify --bundle FILE' reads it.",
        "attest" or "attest-blob" or "verify-attestation" or "verify-blob-attestation" => Attestations,
        "cert" or "certificate" =>
            "There is none: put certificates into a trust store, and name it with 'verify --trust-store DIR'.",
        "policy" => "There is none: 'verify --policy FILE IMAGE' reads a trust policy, and without -k notation's own.",
        "key" => "There is none: keys need no list. Use 'sign -k FILE', '-k env://NAME' or '-k plugin://NAME/KEYID'.",
        "plugin" => "There is none: a plug-in is installed where notation finds it, and used with 'sign -k plugin://NAME/KEYID'.",
        "piv-tool" or "pkcs11-tool" => Hardware,
        "upload" => "There is none: push with 'docker push' or 'oras push'.",
        "attach" => "There is none: 'sign' attaches what it makes; 'oras attach' attaches anything else.",
        "dockerfile" =>
            "There is none: 'verify' the images that its FROM lines name; a .NET publish verifies its base with ImageSignVerifyBaseImage.",
        "manifest" => "Use 'verify --manifests FILE|DIR'.",
        _ => null,
    };
}
