namespace ImageSign.Tool.Usage;

/// <summary>
/// The options that cosign's and notation's users type, and what to type here. Read only when a command line was not understood;
/// docs/migration.md has the same.
/// </summary>
internal static class ForeignOptions
{
    private const string Credentials =
        "There is none: a password never stands in a command line. Run 'docker login HOST' or 'podman login HOST'.";
    private const string Keyless =
        "There is none: certificates of Fulcio are not supported. Say whom you trust with '-k KEY' or '--policy FILE'.";
    private const string Log = "Leave it out: no transparency log is used.";
    private const string Hardware = "Use '-k plugin://NAME/KEYID': a key in hardware or in a cloud is used through a notation plug-in.";
    private const string Fixed = "Leave it out: there is nothing to choose.";
    private const string ClientCertificate = "There is none: clients' certificates are not supported.";

    /// <summary>The answer to an option of another tool, as it was typed; null when it is nobody's.</summary>
    public static string? AnswerTo(string option, string command) => option switch
    {
        "--yes" or "-y" => "Leave it out: nothing is asked.",
        "--tlog-upload" or "--insecure-ignore-tlog" or "--private-infrastructure" or "--rekor-url" or "--offline" => Log,
        "--recursive" or "-r" when command == "sign" =>
            "Leave it out: the platform images of an index are signed, unless '--no-recursive' is given.",
        "-r" => "Use '--recursive'.",
        "--allow-insecure-registry" or "--allow-http-registry" or "--plain-http" => "Use '--insecure-registry HOST'.",
        "--username" or "-u" or "--password" or "-p" => Credentials,
        "--registry-username" or "--registry-password" or "--registry-token" => Credentials,
        "--k8s-keychain" => "There is none: the credentials of 'docker login' and 'podman login' are used.",
        "--registry-cacert" => "Use '--registry-ca FILE'.",
        "--registry-client-cert" or "--registry-client-key" => ClientCertificate,
        "--registry-server-name" => "There is none: the certificate must be for the host's own name.",
        "--registry-referrers-mode" or "--force-referrers-tag" or "--allow-referrers-api" =>
            "Leave it out: what the registry can do is found out.",
        "--annotations" or "--user-metadata" or "-m" => "Use '-a NAME=VALUE'.",
        "--certificate" => "Use '--certificate-chain FILE', the signer's certificate first; for verify, '-k FILE' takes a certificate.",
        "--certificate-chain" or "--ca-roots" or "--ca-intermediates" => "Use '--policy FILE' with '--trust-store DIR'.",
        "--signature-format" => "Use '--format notary-jws' or '--format notary-cose'.",
        "--new-bundle-format" => "Use '--format sigstore' for the new form, '--format cosign' for the old one.",
        "--signature-digest-algorithm" => "Leave it out: the hash follows from the key.",
        "--expiry" or "-e" => "Use '--expires-in DURATION'.",
        "--timestamp-root-cert" or "--timestamp-certificate-chain" =>
            "Use '--timestamp-root FILE' to sign; a policy names the roots to verify by.",
        "--timestamp-server-url" => "Use '--timestamp-url URL'.",
        "--timestamp-client-cacert" or "--timestamp-client-cert" or "--timestamp-client-key" or "--timestamp-server-name" =>
            ClientCertificate,
        "--use-signed-timestamps" => "Leave it out: a timestamp counts when the policy names a tsa trust store.",
        "--plugin" or "--id" => "Use '-k plugin://NAME/KEYID'.",
        "--plugin-config" => "There is none: set up the plug-in by its own environment variables or files.",
        "--kms" or "--sk" or "--slot" => Hardware,
        "--dir" or "--local-image" or "--oci-layout" => "Use 'oci:DIRECTORY' as the image.",
        "--output-file" or "--output-signature" or "--output-payload" or "--output-certificate" =>
            "There is none: the result goes to standard output, where '>' takes it.",
        "--output-key-prefix" => "Use '--output-prefix PREFIX'.",
        "-o" => "Use '--output text|json|jsonl'.",
        "-t" => "Use '--timeout DURATION'.",
        "--debug" or "-d" => "Use '--verbose'.",
        "--max-workers" => "Use '--parallel N' for several images.",
        "--max-signatures" => "Leave it out: 'docs/security.md' lists the limits.",
        "--check-claims" => "Leave it out: what a signature says is always checked.",
        "--payload" or "--signature" or "--attachment" =>
            "There is none: signatures are found beside the image, or in the file of '--bundle'.",
        "--upload" => "Leave it out: a signature is put beside the image, or into the file of '--bundle'.",
        "--use-signing-config" or "--signing-config" or "--trusted-root" or "--insecure-ignore-sct" or "--identity-token" => Keyless,
        "--issue-certificate" or "--sct" => Keyless,
        _ when option.StartsWith("--certificate-", StringComparison.Ordinal) => Keyless,
        _ when option.StartsWith("--fulcio-", StringComparison.Ordinal) || option.StartsWith("--oidc-", StringComparison.Ordinal) =>
            Keyless,
        "--record-creation-timestamp" or "--sign-container-identity" or "--experimental-oci11" => Fixed,
        _ => null,
    };
}
