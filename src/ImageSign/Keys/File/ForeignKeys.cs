namespace ImageSign.Keys.File;

/// <summary>Keys of other worlds: told by name, each with the way from there to here.</summary>
internal static class ForeignKeys
{
    private const string NewKey = "'dotnet image-sign generate-key-pair' makes a key";

    /// <summary>What a file is that is neither PEM nor DER, and what to do about it; null for what is not known.</summary>
    public static (string What, string Remedy)? OfContent(ReadOnlySpan<byte> content, string name)
    {
        if (content is [0xFE, 0xED, 0xFE, 0xED, ..])
        {
            return ("it is a Java key store", $"Convert it with 'keytool -importkeystore -srckeystore {KeyCommands.Quote(name)} -destkeystore new.pfx -deststoretype PKCS12'");
        }

        var text = content.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("ssh-ed25519 "u8) || text.StartsWith("sk-"u8)) return ("it is an OpenSSH public key of a kind that ssh-keygen does not convert", $"Take another key: {NewKey}");
        if (text.StartsWith("ssh-"u8) || text.StartsWith("ecdsa-sha2-"u8))
        {
            return ("it is an OpenSSH public key", $"'ssh-keygen -e -m PKCS8 -f {KeyCommands.Quote(name)}' prints it as PEM");
        }

        if (text.StartsWith("---- BEGIN SSH2 "u8)) return ("it is an SSH2 public key", $"'ssh-keygen -i -f {KeyCommands.Quote(name)} > new.ssh' and 'ssh-keygen -e -m PKCS8 -f new.ssh' print it as PEM");
        if (text.StartsWith("PuTTY-User-Key-File-"u8))
        {
            return ("it is a PuTTY key", $"Convert it with 'puttygen {KeyCommands.Quote(name)} -O private-openssh -o new.pem'");
        }

        if (text.StartsWith("{"u8) && text.IndexOf("\"kty\""u8) >= 0) return ("it is a JSON Web Key", $"Export it as PEM where it comes from; {NewKey} as well");
        return text.StartsWith("untrusted comment:"u8) ? ("it is a minisign or signify key", $"Such keys do not sign images: {NewKey} that does") : null;
    }

    /// <summary>What a PEM block is that holds no key of ours, and what to do about it; null for what is not known.</summary>
    public static (string What, string Remedy)? OfLabel(string label, string name) => label switch
    {
        "OPENSSH PRIVATE KEY" => (
            "it is an OpenSSH private key",
            $"Convert a copy of an RSA or ECDSA key with 'ssh-keygen -p -m PKCS8 -f COPY'. ssh-keygen does not convert Ed25519: {NewKey}"),
        "SSH2 ENCRYPTED PRIVATE KEY" => ("it is an SSH2 private key", $"{NewKey} that signs images"),
        "PGP PUBLIC KEY BLOCK" => ("it is a PGP public key", "An RSA or ECDSA key is converted with 'gpg --export-ssh-key KEYID > new.ssh' and 'ssh-keygen -e -m PKCS8 -f new.ssh'"),
        _ when label.StartsWith("PGP ", StringComparison.Ordinal) => (
            "it is a PGP block", $"PGP keys do not sign images: {NewKey} that does. A public one is converted with 'gpg --export-ssh-key KEYID' and 'ssh-keygen -e -m PKCS8 -f FILE'"),
        "CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST" => ("it is a certificate request", $"'openssl req -in {KeyCommands.Quote(name)} -noout -pubkey' prints its public key"),
        "TRUSTED CERTIFICATE" => ("it is a certificate with OpenSSL's own additions", $"'openssl x509 -in {KeyCommands.Quote(name)}' prints it without them"),
        "PKCS7" or "CMS" => ("it is a PKCS #7 bundle", $"'openssl pkcs7 -in {KeyCommands.Quote(name)} -print_certs' prints its certificates: keep the signer's only"),
        "X509 CRL" => ("it is a revocation list", "Name the file that holds the key"),
        _ => null,
    };
}
