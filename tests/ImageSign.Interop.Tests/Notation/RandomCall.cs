using System.Text.Json.Nodes;

namespace ImageSign.Interop.Tests.Notation;

/// <summary>
/// A verification that nobody wrote down: a layout of the vectors about which notation and the specification agree, and a trust policy put together at random from
/// good and bad parts. The same seed gives the same call. Parts on which we decided otherwise (docs/trust.md) are not among them.
/// </summary>
internal sealed class RandomCall
{
    private static readonly string[] Layouts =
    [
        "jws-p256", "cose-p256", "jws-rsa3072", "cose-rsa4096", "jws-metadata", "jws-expired", "cose-expired", "cose-expiry-10y", "jws-shortlived-no-ts", "ts-jws-p256", "ts-cose-p256", "ts-jws-p521",
        "ts-jws-shortlived", "ts-cose-shortlived", "ts-bad-token-garbage", "ts-bad-token-of-other-signature", "hm-jws-signing-authority", "hm-jws-signing-time-future", "multi-3sigs", "index-signed", "unsigned",
        "docker-mediatypes-signed", "inv-dn-duplicate-ou", "inv-dn-special-chars", "inv-dn-without-st", "inv-selfsigned-leaf", "inv-ica-expired", "inv-control-valid", "plugin-raw-jws", "bad-jws-sig-flipped",
    ];

    public static readonly string[] Identities =
    [
        "*", "x509.subject: C=US, ST=WA, O=ImageSign Test", "x509.subject:C=US,ST=WA,O=ImageSign Test", "x509.subject: O=ImageSign Test, C=US, S=WA", "x509.subject: C=US, ST=WA, O=ImageSign Test, OU=Release, L=Seattle",
        "x509.subject: CN=ImageSign P256 Leaf,OU=Release,O=ImageSign Test,L=Seattle,ST=WA,C=US", "x509.subject: C=US, ST=WA, O=ImageSign", "x509.subject: C=US, ST=WA, O=imagesign test", "x509.subject: C=us, ST=WA, O=ImageSign Test",
        "x509.subject: C=US, ST=WA", "x509.subject: C=US, O=ImageSign Test", "x509.subject: c=US, st=WA, o=ImageSign Test", "x509.subject: C=US, ST=WA, O=ImageSign Test, ST=WA", "x509.subject: C=US, ST=WA, O=ImageSign Test, S=WA",
        "x509.subject: C=US+ST=WA, O=ImageSign Test", "x509.subject: C=US, ST=WA, O=#0c03616263", "x509.subject: C=US, ST=WA, O=", "x509.subject: C=US, ST=WA, O=ImageSign Test,", "x509.subject: ", "x509.subject", "x509.subject:", "", " ",
        "x509.subject:  C=US,  ST=WA,  O=ImageSign Test", "x509.subject: C = US, ST = WA, O = ImageSign Test", "x509.subject: C=US, ST=WA, O=ImageSign\\ Test", "x509.subject: C=US, ST=WA, O=Image\\53ign Test",
        "x509.subject: C=US, ST=WA, O=ImageSign Test, emailAddress=a@b.c", "x509.subject: C=US, ST=WA, O=ImageSign Test, DC=x", "x509.subject: C=US, ST=WA, O=ImageSign Test, UID=x",
        "x509.subject: C=US, ST=WA, O=ImageSign Test, 2.5.4.11=Release", "x509.subject: C=US, ST=WA, O=ImageSign Test, STREET=x", "x509.subject: C=US, ST=WA, O=ImageSign Test, POSTALCODE=x", "x509.subject: C=US, ST=WA, O=ImageSign Test, SERIALNUMBER=1",
        "X509.subject: C=US, ST=WA, O=ImageSign Test", "x509.Subject: C=US, ST=WA, O=ImageSign Test", "x509.subject : C=US, ST=WA, O=ImageSign Test", "arn:aws:signer:us-west-2:1:/x", "aws.signer:arn", "nothing",
        "x509.subject: C=US, ST=WA, O=ImageSign Test\\, Inc.", "x509.subject: C=US, ST=WA, O=Acme\\, Inc. \\\"Ünï\\\", OU=A\\+B, CN=x=y", "x509.subject: C=US, ST=WA, O=ImageSign Test, OU=One", "x509.subject: C=US, ST=WA, O=ImageSign Test, OU=One+OU=Two", "**", "* ",
    ];

    public static readonly string[] Stores =
    [
        "ca:all", "ca:p256", "ca:rsa3072", "ca:other", "ca:invalid", "ca:ica-pinned", "ca:selfsigned", "ca:missing", "signingAuthority:p256", "signingAuthority:invalid", "tsa:imagesign-tsa", "tsa:wrong", "tsa:missing",
        "CA:all", "ca:", "ca", ":all", "ca:al/l", "ca: all", "x:all", "ca:all:all",
    ];

    public static readonly string[] Scopes =
    [
        "*", "local/test", "local/other", "local/test/", "local/Test", "local/test:1", "local", "/test", "local:5000/test", "localhost/test", "LOCAL/test", "local/*", "*/test", "local//test", "local/te_st", "local/te__st", "local/te--st", "local/te..st",
        "https://local/test", "local/test@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", " local/test", "", "10.0.0.1:80/test", "[::1]:80/test", "local:port/test", "lo_cal/test", "-local/test", "local/a/b/c",
    ];

    private readonly Random _random;

    public RandomCall(int seed)
    {
        _random = new Random(seed);
        Question = new NotationQuestion(
            Pick(Layouts),
            Seldom() ? Pick(["local/other", "local:5000/test", "localhost/test", "local/a/b/c"]) : "local/test",
            Seldom() ? Pick(["io.example.build=42", "io.example.build=43", "nope=1"]) : null,
            Document().ToJsonString());
    }

    /// <summary>What is asked.</summary>
    public NotationQuestion Question { get; }

    private JsonObject Document()
    {
        JsonArray statements = [Statement("p")];
        while (Seldom()) statements.Add(Statement(Rarely() ? "p" : $"p{statements.Count}"));
        if (Hardly()) statements.Clear();
        var document = new JsonObject { ["version"] = Hardly() ? Pick(["1.1", "", "2.0", "1"]) : "1.0", ["trustPolicies"] = statements };
        if (Hardly()) document["unknown"] = true;
        return document;
    }

    private JsonObject Statement(string name)
    {
        var level = Pick(["strict", "strict", "permissive", "audit", "skip", Hardly() ? Pick(["Strict", "", "none"]) : "strict"]);
        var scopes = Some(Scopes, good: ["*", "local/test"]);
        var statement = new JsonObject { ["name"] = Hardly() ? "" : name };
        // The specification forbids skip for *, notation takes it: that is decided, and not asked here.
        if (level == "skip" && scopes.Contains("*")) level = "audit";
        if (!Hardly()) statement["registryScopes"] = Strings(scopes);
        if (!Hardly()) statement["signatureVerification"] = Verification(level);
        if (level != "skip" || Seldom()) statement["trustStores"] = Strings(Some(Stores, good: ["ca:all", "ca:selfsigned", "ca:invalid", "signingAuthority:p256", "tsa:imagesign-tsa"]));
        if (level != "skip" || Seldom()) statement["trustedIdentities"] = Strings(Some(Identities, good: ["*", "x509.subject: C=US, ST=WA, O=ImageSign Test"]));
        return statement;
    }

    private JsonObject Verification(string level)
    {
        var verification = new JsonObject { ["level"] = level };
        if (Rarely()) verification["verifyTimestamp"] = Pick(["always", "afterCertExpiry", "afterCertExpiry", Hardly() ? "never" : "always", Hardly() ? "" : "always"]);
        if (!Rarely()) return verification;
        var overrides = new JsonObject();
        foreach (var step in (string[])["authenticity", "authenticTimestamp", "expiry", "revocation", Hardly() ? "integrity" : "expiry", Hardly() ? "other" : "expiry"])
        {
            if (Rarely()) overrides[step] = Pick(["enforce", "log", "log", Hardly() ? "skip" : "log", Hardly() ? "Log" : "enforce"]);
        }

        verification["override"] = overrides;
        return verification;
    }

    // Mostly what makes a policy that can pass, so that more is asked than whether it can be read.
    private string[] Some(string[] all, string[] good)
    {
        List<string> chosen = [Seldom() ? Pick(all) : Pick(good)];
        while (good.Contains("*") ? Seldom() : !Rarely()) chosen.Add(Seldom() ? Pick(all) : Pick(good));
        if (Hardly()) chosen.Clear();
        return [.. chosen];
    }

    private bool Rarely() => _random.Next(3) == 0;

    private bool Seldom() => _random.Next(10) == 0;

    private bool Hardly() => _random.Next(25) == 0;

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private static JsonArray Strings(string[] texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
