namespace ImageSign;

/// <summary>Every failure that users can meet, in one list; docs/errors.md is kept equal to it by a test.</summary>
public static class ErrorCodes
{
    // 0: internal
    public static readonly ErrorCode Internal = Undecided(1, "ImageSign failed unexpectedly: {0}.", "This is a bug: please report it with the output of --verbose.");
    public static readonly ErrorCode CheckMissing = Refused(2, "A check that was required was not evaluated: {0}.", "This is a bug: please report it with the output of --verbose.");
    public static readonly ErrorCode ResultLost = Undecided(5, "The result could not be written to standard output ({0}); without that, the exit code would be {1}.", "Make room, or send the output elsewhere, and ask again; what 'sign' and 'copy' had to do ended as that exit code says.");

    // 1: input
    public static readonly ErrorCode InvalidReference = Undecided(1001, "'{0}' is not an image reference: {1}.", "Write host/repository:tag, host/repository@sha256:…, or oci:DIRECTORY.");
    public static readonly ErrorCode InvalidDigest = Undecided(1002, "'{0}' is not a digest.", "Write sha256: and 64 lower-case hexadecimal digits.");
    public static readonly ErrorCode InvalidPlatform = Undecided(1003, "'{0}' is not a platform.", "Write os/architecture, for example linux/amd64.");
    public static readonly ErrorCode InvalidAnnotation = Undecided(1004, "'{0}' is not an annotation: {1}.", "Write NAME=VALUE; names under dev.imagesign. and io.cncf.notary are reserved.");
    public static readonly ErrorCode InvalidDuration = Undecided(1005, "'{0}' is not a duration.", "Write a whole number and a unit: 90s, 15m, 12h, 30d.");
    public static readonly ErrorCode NotSupportedHere = Undecided(1006, "{0} is not supported for {1}.", "See docs/cli.md for what each place can do.");
    public static readonly ErrorCode UnknownFormat = Undecided(1007, "'{0}' is not a signature format.", "Use one of: {1}.");
    public static readonly ErrorCode UnknownPlatform = Refused(1008, "The image has no platform {0}: it has {1}.", "Name one of the image's platforms.");
    public static readonly ErrorCode NotAnIndex = Undecided(1009, "'{0}' is a single image, not an index; {1} does not apply.", "Leave the option out.");
    public static readonly ErrorCode DescriptionUnreadable = Undecided(1020, "The image description '{0}' cannot be read: {1}.", "Name a YAML file; docs/configuration.md says what it holds.");
    public static readonly ErrorCode DescriptionSyntax = Undecided(1021, "The image description '{0}' is not YAML, line {1}, column {2}: {3}.", "Repair that line; docs/configuration.md has an example.");
    public static readonly ErrorCode DescriptionUnknownKey = Undecided(1022, "The image description '{0}' has the unknown key '{3}', line {1}, column {2}.", "Use from, packages, env, workdir, user, cmd, entrypoint and labels.");
    public static readonly ErrorCode DescriptionDuplicateKey = Undecided(1023, "The image description '{0}' has '{3}' twice, line {1}, column {2}.", "Leave one of them out: readers differ in which one counts.");
    public static readonly ErrorCode DescriptionType = Undecided(1024, "The image description '{0}' has a value of the wrong type, line {1}, column {2}: {3}.", "docs/configuration.md lists the type of each key.");
    public static readonly ErrorCode DescriptionFeature = Undecided(1025, "The image description '{0}' uses {3}, line {1}, column {2}.", "Write the value itself: readers differ in what anchors, aliases, tags and merge keys mean.");
    public static readonly ErrorCode DescriptionSecondDocument = Undecided(1026, "The image description '{0}' has a second document, line {1}, column {2}.", "Keep one document in a file.");
    public static readonly ErrorCode DescriptionTooLarge = Undecided(1027, "The image description '{0}' exceeds the limit of {3}, line {1}, column {2}.", "Leave out what is not needed; the limits are listed in docs/security.md.");
    public static readonly ErrorCode DescriptionContradicted = Undecided(1028, "Nothing was signed, because the image is not what '{0}' says: {1}.", "Build the image again, or describe what it has become.");
    public static readonly ErrorCode DescriptionUndecided = Undecided(1029, "Nothing was signed, because whether the image is what '{0}' says could not be decided: {1}.", "Remove what prevents the answer; the limits are listed in docs/security.md.");
    public static readonly ErrorCode ImageListLine = Undecided(1040, "Line {0} of {1}: {2}.", "Write one image on each line; what follows # is a comment.");
    public static readonly ErrorCode ImageListUnreadable = Undecided(1041, "The list of images {0} cannot be read: {1}.", "Name a text file with one image on each line, or - for standard input.");
    public static readonly ErrorCode NamesNoImage = Undecided(1042, "{0} names no image.", "Check that it is the file that you meant: nothing was done.");
    public static readonly ErrorCode ManifestUnreadable = Undecided(1043, "The manifests '{0}' cannot be read: {1}.", "Name a YAML or JSON file, or a directory of them.");
    public static readonly ErrorCode ManifestNotUnderstood = Undecided(1044, "{0}.", "Render templates and set variables first, for example with 'helm template', 'kubectl kustomize' or 'docker compose config'.");
    public static readonly ErrorCode ManifestsNotUnderstood = Undecided(1045, "'{0}' was not understood in {1} places, so which images it runs is not known.", "Render templates and set variables first, for example with 'helm template', 'kubectl kustomize' or 'docker compose config'; name a file or directory that holds manifests only.");
    public static readonly ErrorCode CannotPin = Undecided(1046, "The manifests cannot be printed with digests: {0}.", "Write the image as plain or quoted text; pin Compose files one by one.");
    public static readonly ErrorCode NothingToPin = Undecided(1047, "{0} was not evaluated, because the policy says so: there is no digest to pin it to.", "Leave its manifest out, or let the policy judge it.");
    public static readonly ErrorCode InvalidRegistryHost = Undecided(
        1070,
        "A registry was named that is none: {0}.",
        "Write HOST or HOST:PORT, as it stands in front of the repository.");
    public static readonly ErrorCode EngineNotRunning = Undecided(1080, "The command '{0}' is there, but no engine answers it: {1}.", "Start the engine, or name the registry's image in full: docker.io/library/NAME:TAG on Docker Hub, HOST/NAME:TAG elsewhere.");

    // 2: stores, registries, credentials
    public static readonly ErrorCode ImageNotFound = Undecided(2001, "'{0}' was not found in {1}.", "Check the name and the tag, and that you are logged in: a registry hides what you may not see.");
    public static readonly ErrorCode RegistryUnreachable = Undecided(2002, "The registry {0} cannot be reached: {1}.", "Check the host name, the network and the proxy settings; then try again.");
    public static readonly ErrorCode Unauthorized =
        Undecided(2003, "The registry {0} refused the credentials of {1} ({2}).",
        "Log in again with 'docker login {0}' or 'podman login {0}', or correct what is stored there.");
    public static readonly ErrorCode RegistryError = Undecided(2004, "The registry {0} answered {1} to {2}.", "Try again; if it goes on, the registry's own log says why.");
    public static readonly ErrorCode DigestMismatch = Refused(2005, "{0} does not have the digest {1}: its bytes hash to {2}.", "The content was altered or the registry is broken: do not use this image.");
    public static readonly ErrorCode OverLimit = Undecided(2006, "{0} exceeds the limit of {1}.", "If the content is legitimate, remove what is not needed; the limits are listed in docs/security.md.");
    public static readonly ErrorCode TooManyRequests = Undecided(2007, "The registry {0} keeps answering 'too many requests'.", "Log in for a higher quota, or try again later.");
    public static readonly ErrorCode PlainHttpRefused = Undecided(2008, "The registry {0} does not speak HTTPS.", "Use --insecure-registry {0} only for a registry on a network that you trust.");
    public static readonly ErrorCode UntrustedCertificate = Undecided(
        2009,
        "The certificate of the registry {0} is not trusted: {1}.",
        "Have its authority trusted: --registry-ca FILE, a .crt file in ~/.config/containers/certs.d/{0}, or the variable SSL_CERT_FILE.");
    public static readonly ErrorCode SharedTagConflict = Undecided(2010, "The tag '{0}' of {1} holds something other than {2}.", "Rename or remove that tag: signatures are listed there.");
    public static readonly ErrorCode NotConfirmed = Undecided(2011, "The signature {0} was written to {1} but could not be confirmed: {2}.", "Run 'dotnet image-sign verify' in a moment; sign again if it does not find the signature.");
    public static readonly ErrorCode LayoutInvalid = Undecided(2012, "'{0}' is not an OCI image layout: {1}.", "Name a directory that holds oci-layout, index.json and blobs.");
    public static readonly ErrorCode AmbiguousImage = Undecided(2013, "'{0}' holds several images: {1}.", "Name one of them, with :TAG or @DIGEST.");
    public static readonly ErrorCode StoreWriteFailed = Undecided(2014, "Writing to '{0}' failed: {1}.", "Check the permissions and the free space; nothing was changed.");
    public static readonly ErrorCode CredentialHelperFailed = Undecided(2015, "The credential helper '{0}' failed: {1}.", "Run it by hand, or log in again.");
    public static readonly ErrorCode CredentialFileInvalid = Undecided(2016, "'{0}' is not a credentials file: {1}.", "Repair it, or log in again.");
    public static readonly ErrorCode ContentMissing = Refused(2017, "{0} has no content {1}.", "The artifact is incomplete: push it again.");
    public static readonly ErrorCode TokenServiceFailed = Undecided(2018, "The token service of {0} failed: {1}.", "Check the registry's address and your credentials.");
    public static readonly ErrorCode ProcessFailed = Undecided(2019, "'{0}' failed: {1}.", "Run it by hand to see why.");
    public static readonly ErrorCode TimedOut = Undecided(2020, "{0} did not answer within {1}.", "Try again, or allow more time with --timeout.");
    public static readonly ErrorCode ArchiveUnreadable = Undecided(2021, "'{0}' cannot be read as an image archive: {1}.", "Name a file that docker save, podman save, skopeo, crane or the .NET SDK wrote.");
    public static readonly ErrorCode ArchiveRefused = Refused(2022, "The archive '{0}' is refused: {1}.", "Two tools could find different images in such a file: make it again, and do not load this one.");
    public static readonly ErrorCode LayerUnreadable = Undecided(2023, "The layer {0} cannot be decompressed here: {1}.", "Store the image with gzip layers, or sign it by digest with another format.");
    public static readonly ErrorCode EngineMissing = Undecided(2024, "There is no command '{0}' in PATH.", "Install it, or name an image in a registry, a layout or an archive.");
    public static readonly ErrorCode ImageChangedMeanwhile = Undecided(2025, "The image '{0}' was changed by somebody else while it was signed.", "It was left alone: sign it again.");
    public static readonly ErrorCode SignaturesWouldBeOrphaned = Undecided(2026, "{0} has signatures by digest already: embedding one makes another image, which they are not for.", "Embed first and sign by digest afterwards.");
    public static readonly ErrorCode RegistryAuthorityUnreadable = Undecided(2031, "The certificate authority file '{0}' cannot be read: {1}.", "Pass a PEM file with the authority's certificate to --registry-ca.");
    public static readonly ErrorCode TagMovedMeanwhile = Undecided(2030, "The tag {0} of {1} was moved by somebody else: from {2} to {3}.", "The tag was left alone. Publish again if this image is the one it should name.");
    public static readonly ErrorCode BundleUnreadable = Undecided(2032, "The bundle '{0}' cannot be read: {1}.", "Name the file that 'dotnet image-sign sign --bundle' or 'cosign sign-blob --bundle' wrote.");
    public static readonly ErrorCode BundleFileInUse = Undecided(2033, "'{0}' exists and is not the bundle of a file.", "Name another file after --bundle: only a bundle is replaced.");
    public static readonly ErrorCode ListingNeeded = Undecided(2040, "A signature of the format {0} is found only under a tag that '{1}' lists beside its image.", "Add --attach. After that 'podman load' refuses the archive, and podman and skopeo open it only with a tag.");
    public static readonly ErrorCode TooManySignatures = Undecided(2060, "{0} has more than {1}: whether a good one is among the rest is not known.", "Remove the artifacts that nobody needs from the repository, or copy the image to one of its own.");
    public static readonly ErrorCode ArchiveCompressed = Undecided(2090, "'{0}' is compressed with {1}, which is not supported.", "Decompress it with '{2}' and name what comes out, or compress it with gzip.");
    public static readonly ErrorCode IndexIncomplete = Undecided(2091, "index.json of '{0}' names {1}.", "Name the file as docker-archive:{0}: its manifest.json is complete, and 'docker load' reads that.");
    public static readonly ErrorCode PartMissing = Refused(2092, "'{0}' does not hold {1}, which it names.", "It is a part of an image, as 'docker save' writes one platform of several: sign or verify the index alone (sign takes --no-recursive), or get the whole image with 'skopeo copy --all'.");
    public static readonly ErrorCode NoImageInFile = Undecided(2094, "'{0}' holds no image: {1}.", "Name a layout or an archive that an image was saved to.");
    public static readonly ErrorCode ProxyInvalid = Undecided(
        2080,
        "The proxy that the variable {0} names cannot be used: {1}.",
        "Write http://HOST:PORT, or name the registry in NO_PROXY to reach it without a proxy.");
    public static readonly ErrorCode ProxyFailed = Undecided(
        2081,
        "The proxy {0} does not lead to {1}: {2}.",
        "Check HTTP_PROXY and HTTPS_PROXY; a registry that is reached without a proxy is named in NO_PROXY.");
    public static readonly ErrorCode CertificateForOthers = Undecided(
        2082,
        "The certificate of the registry {0} is not for that name: it is for {1}.",
        "Use a name that the certificate holds, or have the registry get one for this name.");
    public static readonly ErrorCode CertificateNotValidNow = Undecided(
        2083,
        "The certificate of the registry {0} is not valid now: {1} is valid from {2} to {3}.",
        "The registry has to renew it. Check this machine's clock, too.");
    public static readonly ErrorCode ClientCertificateNeeded = Undecided(
        2084,
        "The registry {0} asks for a client certificate: {1}.",
        "Put client.cert and client.key into ~/.config/containers/certs.d/{0}, as podman and docker read them.");
    public static readonly ErrorCode HostCertificatesUnusable = Undecided(
        2085,
        "The certificates in '{0}' cannot be used: {1}.",
        "Keep authorities in .crt files, and a certificate to identify with in a .cert file with its .key beside it, all PEM.");
    public static readonly ErrorCode AnswerUnreadable = Undecided(2070, "The registry {0} answered in a way that cannot be read: {1}.",
        "Check that the address is the registry's own, and what a proxy in front of it changes; nothing is known about the image.");
    public static readonly ErrorCode InsecureAddress =
        Undecided(2071, "The registry {0} was asked by https and names an address that is not: {1}.",
        "Set X-Forwarded-Proto on the proxy in front of the registry, or the registry's own external address; nothing was sent there.");
    public static readonly ErrorCode NotLoggedIn =
        Undecided(2072, "No credentials for {0} were found, and it asks for them ({1}); looked in {2}.",
        "Run 'docker login {0}' or 'podman login {0}', or check the name: a registry hides what you may not see.");
    public static readonly ErrorCode NotAllowed = Undecided(2073, "The registry {0} does not allow {1} to {2} {3} ({4}).",
        "Ask for that permission, use another account, or check the name: a registry may answer like this for what is not there.");
    public static readonly ErrorCode DigestAlgorithm = Undecided(2074, "{0} has the digest '{1}', and only sha256 can be checked here.",
        "Name or push the image with sha256 digests: every format of signatures binds by them.");

    // 3: keys and plug-ins
    public static readonly ErrorCode KeyNotFound = Undecided(3001, "The key '{0}' cannot be read: {1}.", "Check the path; a key from the environment is written env://NAME.");
    public static readonly ErrorCode KeyInvalid = Undecided(3002, "'{0}' is not a usable key: {1}.", "Use RSA 2048-4096, ECDSA P-256, P-384 or P-521, or Ed25519; 'dotnet image-sign generate-key-pair' makes one.");
    public static readonly ErrorCode PasswordNeeded = Undecided(3003, "The key '{0}' is encrypted and no password was given.", "Set IMAGESIGN_PASSWORD, or run in a terminal to be asked.");
    public static readonly ErrorCode WrongPassword = Undecided(3004, "The password for '{0}' is wrong.", "Set IMAGESIGN_PASSWORD, or run in a terminal to be asked.");
    public static readonly ErrorCode PrivateKeyNeeded = Undecided(3005, "'{0}' is a public key: signing needs the private key.", "Pass the private key to sign, and the public key to verify.");
    public static readonly ErrorCode PublicKeyNeeded = Undecided(3006, "'{0}' is a private key: verifying needs the public key only.", "Pass the public key{1}.");
    public static readonly ErrorCode KeyFileExists = Undecided(3007, "'{0}' exists already.", "Choose another --output-prefix, or move the file away: keys are never overwritten.");
    public static readonly ErrorCode CertificateNotUsable = Undecided(3008, "The certificate '{0}' cannot be used: {1}.", "Pass a single end-entity certificate, or the public key itself.");
    public static readonly ErrorCode NoKey = Undecided(3009, "No key and no trust policy was given.", "Pass -k KEY, or --policy FILE, or put trustpolicy.json into notation's configuration directory.");
    public static readonly ErrorCode SigningCertificateRefused = Undecided(3010, "The certificate {0} cannot sign images: {1}.", "Issue a signing certificate with basicConstraints=CA:FALSE, keyUsage=critical,digitalSignature and extendedKeyUsage=codeSigning under authorities with basicConstraints=critical,CA:TRUE and keyUsage=critical,keyCertSign; 'dotnet image-sign generate-test-certificate' makes such a chain, and docs/trust.md has the openssl commands.");
    public static readonly ErrorCode CertificateChainNeeded = Undecided(3011, "The key '{0}' comes without certificates, which the format {1} needs.", "Pass --certificate-chain FILE (the signer's certificate first, the root last), or a PFX file that holds the chain.");
    public static readonly ErrorCode CertificateChainUnreadable = Undecided(3012, "The certificate chain '{0}' cannot be read: {1}.", "Write the certificates as PEM blocks, the signer's first and the root last.");
    public static readonly ErrorCode KeyNotOfCertificate = Undecided(3013, "The key '{0}' does not belong to the certificate {1}.", "Pass the chain whose first certificate was issued for this key.");
    public static readonly ErrorCode TimestampFailed = Undecided(3014, "The timestamping authority {0} gave no usable timestamp: {1}.", "Check --timestamp-url and --timestamp-root, or try again; nothing was signed.");
    public static readonly ErrorCode PluginNotUsable = Undecided(3015, "The plug-in '{0}' cannot be used: {1}.", "Install it at notation's place, plugins/NAME/notation-NAME under notation's configuration directory.");
    public static readonly ErrorCode PluginFailed = Undecided(3016, "The plug-in '{0}' failed at {1}: {2}.", "What the plug-in said stands above; its own documentation says what to do.");
    public static readonly ErrorCode TestSubjectInvalid = Undecided(3017, "The subject '{0}' cannot be used: {1}.", "Write C=…,ST=…,O=…,CN=…: trust policies need country, state and organization.");
    public static readonly ErrorCode KeyDerivationTooCostly = Undecided(3018, "The key '{0}' has its password stretched more than {1} times.", "Encrypt it again with fewer iterations: 600000 of PBKDF2 are plenty.");

    public static readonly ErrorCode KeyGivenInline = Undecided(
        3031,
        "A key itself was given where the name of a key belongs.",
        "Write it to a file and name that, or put it into a variable and pass env://NAME. Replace a private key that stood on a command line: others can see it there.");
    public static readonly ErrorCode KeyFileNotUnderstood = Undecided(3032, "The key '{0}' cannot be used as it is: {1}.", "{2}. docs/keys.md lists what is read.");
    public static readonly ErrorCode KeyEncryptionUnknown = Undecided(
        3033, "The key '{0}' is encrypted with {1}, which is not read here.", "Encrypt it again in a common way: '{2}'.");
    public static readonly ErrorCode SignatureMadeOtherwise = Refused(
        3035,
        "The signature was made by {0}, but as {1}, which is not accepted.",
        "Ask the signer to sign as cosign does: RSA with PKCS #1 v1.5 or ECDSA in DER, over SHA-256, SHA-384 or SHA-512, or pure Ed25519.");
    // 3040: references to keys, and keys that stay in their place
    public static readonly ErrorCode KeyReferenceInvalid = Undecided(
        3040, "The key reference '{0}' is not understood: {1}.", "docs/keys.md has the schemes; a file is written ./NAME.");
    public static readonly ErrorCode PinInReference = Undecided(
        3041, "The PIN stands in the key reference.", "Remove pin-value and change the PIN: it was shown to others. Use IMAGESIGN_PKCS11_PIN, or pin-source=file:/PATH.");
    public static readonly ErrorCode Pkcs11ModuleNotUsable = Undecided(
        3042,
        "The PKCS#11 module '{0}' cannot be used: {1}.",
        "Pass the absolute path of the vendor's module; it must be a regular file that only you or root can write.");
    public static readonly ErrorCode Pkcs11ModuleNeeded = Undecided(
        3043,
        "No PKCS#11 module is named.",
        "Write module-path=/PATH into the reference, or set IMAGESIGN_PKCS11_MODULE; common ones are {0}.");
    public static readonly ErrorCode TokenNotFound = Undecided(3044, "No token has {0}; present: {1}.", "Insert the token, or name one of those by token= or serial=.");
    public static readonly ErrorCode TokenAmbiguous = Undecided(3045, "{0} tokens have {1}: {2}.", "Add serial=; labels need not be unique.");
    public static readonly ErrorCode TokenGone = Undecided(
        3046,
        "The token '{0}' was removed or stopped answering ({1}).",
        "Insert it again and repeat: what is listed as signed stays signed (--if-missing skips it).");
    public static readonly ErrorCode PinWrong = Undecided(
        3047, "The PIN of the token '{0}' is wrong; {1}.", "Nothing is tried a second time. Check IMAGESIGN_PKCS11_PIN.");
    public static readonly ErrorCode PinLocked = Undecided(
        3048, "The PIN of the token '{0}' is locked.", "The security officer resets it (for SoftHSM: softhsm2-util --init-pin); no PIN was sent.");
    public static readonly ErrorCode PinNeeded = Undecided(3049, "The token '{0}' needs a PIN.", "Set IMAGESIGN_PKCS11_PIN, or run in a terminal.");
    public static readonly ErrorCode PinNotSent = Undecided(
        3050, "The PIN was not sent to the token '{0}': {1}.", "No try was spent. Check IMAGESIGN_PKCS11_PIN.");
    public static readonly ErrorCode TokenKeyNotFound = Undecided(
        3051,
        "The token '{0}' holds no {1} with {2}; there are: {3}.",
        "Name it by object= or id=; keys that need a login are seen only with the PIN.");
    public static readonly ErrorCode TokenKeyAmbiguous = Undecided(3052, "{0} keys of the token '{1}' have {2}: {3}.", "Add id= or object=.");
    public static readonly ErrorCode PublicHalfMissing = Undecided(
        3053,
        "The public half of the key '{0}' is not known in its place.",
        "Put the certificate or the public key beside it under the same CKA_ID, or pass --certificate-chain.");
    public static readonly ErrorCode KeyCannotSign = Undecided(3054, "The key '{0}' cannot sign with {1}: {2}.", "Use a key that is meant for it.");
    public static readonly ErrorCode SignatureNotOfKey = Undecided(
        3055, "'{0}' made a signature that its own key does not verify.", "Do not use it until its vendor explains that; nothing was attached.");
    public static readonly ErrorCode TokenFailed = Undecided(
        3056, "The token '{0}' failed at {1}: {2}.", "The vendor's documentation says what that answer means.");
    public static readonly ErrorCode KmsPluginNotFound = Undecided(
        3057,
        "No plug-in for '{0}://' is installed: sigstore-kms-{0} is in no absolute entry of PATH.",
        "Install it; the current directory is never looked into. A file of that name is written ./NAME.");
    public static readonly ErrorCode KmsPluginFailed = Undecided(
        3058, "The plug-in sigstore-kms-{0} failed at {1}: {2}.", "The plug-in's own documentation says what to do.");
    public static readonly ErrorCode KeyExistsInPlace = Undecided(3059, "There is a key '{0}' already.", "Choose another name: keys are never overwritten.");

    // 4: envelopes
    public static readonly ErrorCode Malformed = Refused(4001, "{0} is malformed: {1}.", "Whoever made it should make it again; a malformed signature is never accepted.");
    public static readonly ErrorCode NotImageSignature = Refused(4002, "It is not an image signature: {0}.", "An attestation or another kind of statement does not stand in for a signature: sign the image.");
    public static readonly ErrorCode SelfVerificationFailed = Undecided(4003, "The signature that was just made does not verify: {0}.", "Nothing was published. Check the key.");
    public static readonly ErrorCode ChainRefused = Refused(4004, "The certificate chain of the signature breaks a rule: {0}.", "The signer must sign again with a certificate that keeps the rules of Notary Project; docs/trust.md lists them.");
    public static readonly ErrorCode ReferenceWithoutTag = Refused(4030, "The image was signed as {0}, which names no tag, so it is not bound to {1}.", "Bind the repository only (--bind repository), or sign the image by its tag.");
    public static readonly ErrorCode NoTagToBind = Undecided(4031, "There is no tag in {0} to compare with the signature's.", "Name the image with its tag, HOST/REPOSITORY:TAG@DIGEST, or bind the repository only (--bind repository).");
    public static readonly ErrorCode NoReferenceSigned = Refused(4032, "The signature names no repository, so it is not bound to {0}.", "Leave --bind out, or sign the image again in its registry: what is signed in a file names none.");

    // 5: trust
    public static readonly ErrorCode Unsigned = Refused(5001, "{0} has no signature.", "Sign it with 'dotnet image-sign sign -k KEY IMAGE', or check that this is the image you meant.");
    public static readonly ErrorCode SignatureMismatch = Refused(5002, "The signature was not made by {0}.", "Check that you verify with the signer's public key; if you do, do not use this image.");
    public static readonly ErrorCode OtherSubject = Refused(5003, "The signature is for {0}, not for {1}.", "The signature was moved from another image: do not use this image.");
    public static readonly ErrorCode ClaimMismatch = Refused(5004, "The signed claims do not hold {0}.", "Check the annotations that you ask for against those it was signed with.");
    public static readonly ErrorCode Expired = Refused(5005, "The signature expired on {0}.", "Sign the image again.");
    public static readonly ErrorCode ReferenceMismatch = Refused(5006, "The image was signed as {0}, not as {1}.", "The tag may point at another version than its name says.");
    public static readonly ErrorCode PlatformMismatch = Refused(5007, "The manifest for {0} holds an image for {1}.", "The index was put together wrongly, or altered: do not use this image.");
    public static readonly ErrorCode CertificateNotTrusted = Refused(5008, "No certificate of the signature is in a trust store that the policy names: {0}.", "If this signer is to be trusted, put the root certificate into one of these trust stores.");
    public static readonly ErrorCode IdentityNotTrusted = Refused(5009, "The signer {0} is not among the trusted identities of the policy.", "If this signer is to be trusted, add its subject to trustedIdentities.");
    public static readonly ErrorCode TrustStoreUnusable = Undecided(5010, "The trust store '{0}' cannot be used: {1}.", "Keep only files with certificates of authorities, or self-signed ones, in a trust store: move everything else elsewhere.");
    public static readonly ErrorCode CertificateNotValidThen = Refused(5011, "The certificate {0} is not valid at {1}.", "A signature outlives its certificates only with a timestamp: ask the signer for one, and name a tsa trust store in the policy.");
    public static readonly ErrorCode TimestampRefused = Refused(5012, "The timestamp of the signature proves nothing: {0}.", "Check the tsa trust stores of the policy; if they are right, ask the signer to sign again.");
    public static readonly ErrorCode CertificateRevoked = Refused(5013, "The certificate {0} was revoked.", "Do not use this image until it is signed again.");
    public static readonly ErrorCode RevocationUnknown = Refused(5014, "Whether the certificate {0} was revoked is unknown: {1}.", "Make the URL reachable; a policy may also override revocation for its statement.");
    public static readonly ErrorCode PluginRefused = Refused(5015, "The verification plug-in '{0}' does not accept the signature: {1}.", "Ask the signer, or the maker of the plug-in.");
    public static readonly ErrorCode NoStatementApplies = Refused(5016, "No statement of the trust policy '{0}' applies to {1}.", "Add a statement whose registryScopes holds it, or *.");
    public static readonly ErrorCode LayerMismatch = Refused(5017, "Layer {0} is not the one that the configuration names: expected {1}, its content is {2}.", "The layers were exchanged: do not use this image.");
    public static readonly ErrorCode LayerCountMismatch = Refused(5018, "The configuration names {0} layers, but there are {1}.", "Layers were added or taken away: do not use this image.");
    public static readonly ErrorCode NotAsDescribed = Refused(5020, "The image is not as described: {0}.", "Do not use this image unless the description is wrong: then sign it again with the right one.");
    public static readonly ErrorCode OtherDescription = Refused(5021, "The signature is for {0}, not for the description {1}.", "Verify with the file that 'sign -c' was given, byte for byte, or sign again with this one.");
    public static readonly ErrorCode DescriptionNotConfirmed = Refused(5022, "It is not known whether the image is as described: {0}.", "Remove what prevents the answer, or leave --strict out to accept it.");

    // 51: keyless (Sigstore)
    public static readonly ErrorCode NoProvenTime = Refused(
        5100, "When the signature was made is not proven: {0}.",
        "Keyless certificates live for minutes, so the signer must bring a timestamp or a log's promise: ask the signer to sign again.");
    public static readonly ErrorCode TimeOutsideCertificate = Refused(
        5101, "The signature was made at {0}, but {1}.",
        "A signature counts only within the validity of its certificate and its authority: ask the signer to sign again.");
    public static readonly ErrorCode NotInLog = Refused(
        5102, "That the signature is in a transparency log is not proven: {0}.",
        "Check that the trusted root is the one of the signer's Sigstore instance; if it is, do not use this image.");
    public static readonly ErrorCode LogEntryMismatch = Refused(
        5103, "The log entry is about another signature: {0}.", "The entry was moved from another signature: do not use this image.");
    public static readonly ErrorCode NotInCertificateLog = Refused(
        5104, "That the certificate is in a certificate transparency log is not proven: {0}.",
        "Check that the trusted root is the one of the signer's Sigstore instance; if it is, do not use this image.");
    public static readonly ErrorCode OtherIdentity = Refused(
        5105, "The signer is {0}, not {1}.", "If this signer is to be trusted, ask for that identity and issuer; if not, do not use this image.");
    public static readonly ErrorCode IdentityMalformed = Refused(
        5106, "The certificate does not say clearly who signed: {0}.", "The certificate authority must issue certificates with one issuer.");
    public static readonly ErrorCode SigningCertificateUnfit = Refused(
        5107, "The signer's certificate breaks a rule: {0}.", "The signer must sign again with a certificate for code signing.");
    public static readonly ErrorCode OtherAuthority = Refused(
        5108, "The signer's certificate leads to no certificate authority of the trusted root {1}: {0}.",
        "Check that the trusted root is the one of the signer's Sigstore instance; if it is, do not use this image.");
    public static readonly ErrorCode SignedTimestampRefused = Refused(
        5109, "A timestamp of the signature proves nothing: {0}.", "The signer must sign again; a timestamp that does not verify never counts.");
    public static readonly ErrorCode TrustedRootUnreadable = Undecided(
        5120, "The trusted root '{0}' cannot be used: {1}.", "Name a trusted_root.json of the signer's Sigstore instance, or a client trust config.");
    public static readonly ErrorCode UnknownInstance = Undecided(
        5121, "'{0}' is neither a Sigstore instance that is built in nor a file.", "Use one of {1}, or name a client trust config file.");
    public static readonly ErrorCode IdentityInvalid = Undecided(
        5122, "The identity to verify is not usable: {0}.",
        "Say who must have signed and which issuer must have vouched for it; docs/keyless.md has examples.");
    public static readonly ErrorCode HashNotEnough = Undecided(
        5123, "A {0} key signs the file itself, not its digest.", "Pass the file, not its digest.");

    // 6: policy files
    public static readonly ErrorCode PolicyNotFound = Undecided(6001, "There is no trust policy: {0}.", "Pass -k KEY or --policy FILE, or put trustpolicy.json into notation's configuration directory.");
    public static readonly ErrorCode PolicyUnreadable = Undecided(6002, "The trust policy '{0}' cannot be read: {1}.", "Write it as the Notary Project trust policy specification says; docs/trust.md has an example.");
    public static readonly ErrorCode PolicyVersion = Undecided(6003, "The trust policy '{0}' has the version '{1}', not 1.0.", "Write \"version\": \"1.0\".");
    public static readonly ErrorCode PolicyWithoutStatements = Undecided(6004, "The trust policy '{0}' has no statement.", "Add a statement to trustPolicies.");
    public static readonly ErrorCode PolicyStatementName = Undecided(6005, "The trust policy '{0}' has {1}.", "Give each statement a name of its own.");
    public static readonly ErrorCode PolicyScope = Undecided(6006, "The statement '{0}' has wrong registryScopes: {1}.", "Write registry/repository without a tag, each in one statement only, or * alone.");
    public static readonly ErrorCode PolicyLevel = Undecided(6007, "The statement '{0}' has a wrong verification level: {1}.", "Use strict, permissive, audit, or skip for named repositories.");
    public static readonly ErrorCode PolicyOverride = Undecided(6008, "The statement '{0}' has a wrong override: {1}.", "Override authenticity, authenticTimestamp, expiry or revocation with enforce or log; only revocation may be skipped.");
    public static readonly ErrorCode PolicyTrustStores = Undecided(6009, "The statement '{0}' has wrong trustStores: {1}.", "Write ca:NAME, signingAuthority:NAME or tsa:NAME; level skip has none.");
    public static readonly ErrorCode PolicyIdentities = Undecided(6010, "The statement '{0}' has wrong trustedIdentities: {1}.", "Write \"x509.subject: C=…, ST=…, O=…\" for each signer, or * alone; level skip has none.");
    public static readonly ErrorCode PolicyTimestamp = Undecided(6011, "The statement '{0}' has the wrong verifyTimestamp '{1}'.", "Use always or afterCertExpiry.");

    // 7: MSBuild
    public static readonly ErrorCode NoSignerConfigured = Undecided(7001, "No key is configured, so the image {0} stays unsigned.", "Set ImageSignKey, or ImageSignEnabled=false.");
    public static readonly ErrorCode PlaceNotSignable = Undecided(7002, "{0} cannot be signed, so it stays unsigned.", "Publish to a registry or an archive, or each platform by itself.");
    public static readonly ErrorCode PublishedDigestDiffers = Undecided(7003, "{0} is not what this publish produced: {1}.", "Publish again.");
    public static readonly ErrorCode TagMoved = Undecided(7004, "The tag {0} points at {1} now; this publish signed its own image {2}.", "Two publishes ran at once: the later one has the tag.");
    public static readonly ErrorCode PasswordVariableRefused = Undecided(7005, "ImageSignKeyPasswordVariable must be the name of an environment variable that MSBuild does not log.", "Use a name like IMAGESIGN_PASSWORD: DOTNET_, MSBUILD and COMPLUS_ names are written to every binary log, and a password itself must never be a property.");
    public static readonly ErrorCode PasswordInBinlog = Undecided(7006, "The variable {0} is set: MSBuild writes variables that start with DOTNET_ to every binary log.", "Use 'docker login', or the SDK_CONTAINER_REGISTRY_UNAME and _PWORD variables, and do not share binary logs.");
    public static readonly ErrorCode KeyInProperty = Undecided(7007, "ImageSignKey and @(ImageSigner) must name a key, not hold one.", "Write the path of a key file, or env://NAME for a variable that holds the key; replace a key that was written into a property, since build logs show it.");
    public static readonly ErrorCode ResultFileNotWritten = Undecided(7008, "Everything was signed, but ImageSignResultFile '{0}' cannot be written: {1}.", "Check the path and its permissions, then publish again.");

    public static readonly ErrorCode BaseImageUnsigned = Refused(7009, "The base image {0} has no signature.", "Use a base that its publisher signs, or sign it yourself and name the key in ImageSignBaseImageKey.");
    public static readonly ErrorCode BaseImageNotTrusted = Refused(7010, "The base image {0} is not trusted: {1}.", "Check ImageSignBaseImagePolicy, ImageSignBaseImageTrustStore and ImageSignBaseImageKey; if they are right, do not build on this image.");
    public static readonly ErrorCode BasePlatformUnsigned = Refused(7011, "The index of the base image is signed, but its platform manifest {0} is not.", "Ask the base's publisher to sign every platform manifest.");
    public static readonly ErrorCode BaseLayersDiffer = Refused(7012, "The image {0} has {1} layers, which are not those of the verified base {2} ({3}) and one more.", "The registry gave the SDK another base than the one that was verified: do not use what was pushed, and look into the registry.");
    public static readonly ErrorCode BaseConfigDiffers = Refused(7013, "The configuration of {0} differs from the verified base {1} in what the project does not set: {2}.", "The registry gave the SDK another base than the one that was verified: do not use what was pushed, and look into the registry.");
    public static readonly ErrorCode BaseSnapshotUnusable = Refused(7014, "The snapshot of the verified base '{0}' cannot be used: {1}.", "Publish again, with the base image gate and the push in the same build.");
    public static readonly ErrorCode BaseImageTooOld = Refused(7015, "The signature of the base image {0} is older than ImageSignBaseImageMaxAge allows: {1}.", "Use a newer base image.");
    public static readonly ErrorCode BaseImageUndecided = Undecided(7016, "Whether the base image {0} can be trusted could not be decided: {1}.", "Remove what prevents the answer and publish again.");
    public static readonly ErrorCode GateSettingInvalid = Undecided(7017, "{0} cannot be '{1}'.", "Use one of: {2}.");
    public static readonly ErrorCode TagsLeft = Undecided(7018, "Tags that were moved to this publish's image: {0}; tags that were left alone: {1}; pending tags that are left over: {2}.", "Publish again once the error above is repaired; pending tags can be removed with the registry's own tools.");
    public static readonly ErrorCode ArchiveHoldsOthers = Refused(7020, "The archive '{0}' holds another image besides the one that was published: {1}.", "Nothing was signed: publish into a file of its own, and find out what wrote into this one.");
    public static readonly ErrorCode BundleOfSeveralSigners = Undecided(7021, "{0} signers are to sign the archive '{1}' with a detached bundle, which holds one signature.", "Let one signer make the bundle, and give the others a Format that signs inside the archive, or none.");
    public static readonly ErrorCode PluginConfigRefused = Undecided(7022, "The PluginConfig of @(ImageSigner) is refused: {0}.", "Write name=env:VARIABLE, separated by semicolons, with variables that are set and that MSBuild does not log: values must never be in a project.");
    public static readonly ErrorCode EngineNotFound = Undecided(7023, "The local engine that the SDK published to was not found: neither 'docker version' nor 'podman version' succeeds.", "Set LocalRegistry to Docker or Podman, and check that the engine runs.");
    public static readonly ErrorCode ResultFileUnusable = Undecided(
        7041,
        "ImageSignResultFile '{0}' cannot be used: {1}.",
        "Name a file of its own, in a directory that can be written to; nothing was published.");

    public static readonly ErrorCode UnknownSetting = Undecided(
        7042,
        "The {0} '{1}' is no setting of ImageSign, so it does nothing; the nearest name is '{2}'.",
        "Correct the name; docs/msbuild.md lists them all.");

    public static readonly ErrorCode TagOfTwoImages = Undecided(
        7043, "ContainerImageTags has '{0}', which is also the name that the SDK gives a platform's image.", "Give the image another tag.");

    public static readonly ErrorCode EngineNotSupported = Undecided(
        7044,
        "{0} cannot be signed in the local engine, so it stays unsigned: {1}.",
        "Set LocalRegistry to Docker or Podman, or publish to a registry or an archive.");

    public static readonly ErrorCode BaseImageNotEvaluated = Refused(7040, "The base image {0} was not evaluated: {1}.", "Write a statement of another level for it, or name a policy for it in ImageSignBaseImagePolicy.");

    private static ErrorCode Undecided(int number, string sentence, string remedy) => new(number, sentence, remedy, Undecided: true);

    private static ErrorCode Refused(int number, string sentence, string remedy) => new(number, sentence, remedy, Undecided: false);
}
