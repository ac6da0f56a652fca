using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Testing.Files;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>Trusted roots: what is read, and what makes one unusable.</summary>
public sealed class TrustedRootFiles
{
    private static readonly byte[] Good = Vectors.Read("keyless/trust/trusted_root.json");

    [Theory, InlineData("public-good", 2, 2), InlineData("github", 0, 0), InlineData("staging", 4, 4)]
    public void Of_every_instance_are_built_in(string instance, int logs, int certificateLogs)
    {
        var root = Assert.Single(new TrustedRootSource().Open(new SigstoreTrust { Instance = instance }).Roots);

        Assert.Equal((logs, certificateLogs), (root.Logs.Count, root.CertificateLogs.Count));
        Assert.All(root.Logs.Concat(root.CertificateLogs), log => Assert.NotNull(log.Key));
        Assert.All(
            root.CertificateAuthorities.Concat(root.TimestampAuthorities), authority => Assert.NotNull(authority.PathFrom(authority.Certificates[0])));
    }

    [Theory]
    [InlineData("application/vnd.dev.sigstore.trustedroot.v0.1+json", true)]
    [InlineData("application/vnd.dev.sigstore.trustedroot.v0.2+json", true)]
    [InlineData("application/vnd.dev.sigstore.trustedroot+json;version=0.2", true)]
    [InlineData("application/vnd.dev.sigstore.trustedroot.v0.3+json", false)]
    [InlineData("application/json", false)]
    public void Have_a_version_that_is_known(string mediaType, bool isKnown) =>
        Assert.Equal(isKnown, IsRead(root => root["mediaType"] = mediaType));

    [Fact]
    public void Of_the_first_version_have_no_unknown_members_and_later_ones_may()
    {
        Assert.False(IsRead(root => root["more"] = 1));
        Assert.False(IsRead(root => root["tlogs"]![0]!["more"] = 1));
        Assert.True(
            IsRead(root => (root["mediaType"], root["tlogs"]![0]!["more"]) = ("application/vnd.dev.sigstore.trustedroot.v0.2+json", 1)));
    }

    [Fact]
    public void Without_the_start_of_a_validity_are_unusable()
    {
        Assert.False(IsRead(root => root["tlogs"]![0]!["publicKey"]!["validFor"]!.AsObject().Remove("start")));
        Assert.False(IsRead(root => root["tlogs"]![0]!["publicKey"]!.AsObject().Remove("validFor")));
        Assert.False(IsRead(root => root["certificateAuthorities"]![0]!.AsObject().Remove("validFor")));
        Assert.False(IsRead(root => root["certificateAuthorities"]![0]!["validFor"]!["end"] = "2025-01-01T00:00:00Z"));
        Assert.False(IsRead(root => root["certificateAuthorities"]![0]!["validFor"]!["start"] = "yesterday"));
    }

    [Fact]
    public void With_a_key_that_is_not_what_it_is_called_are_unusable()
    {
        Assert.False(IsRead(root => root["tlogs"]![0]!["publicKey"]!["keyDetails"] = "PKIX_ECDSA_P256_SHA_256"));
        Assert.False(IsRead(root => root["tlogs"]![1]!["publicKey"]!["keyDetails"] = "PKIX_ECDSA_P384_SHA_384"));
        Assert.False(IsRead(root => root["tlogs"]![0]!["hashAlgorithm"] = "SHA2_512"));
        // Points of small order verify signatures that nobody made.
        Assert.False(
            IsRead(
                root => root["tlogs"]![0]!["publicKey"]!["rawBytes"] = Convert.ToBase64String(
                    [.. Convert.FromHexString("302a300506032b6570032100"), 1, .. new byte[31]])));
    }

    [Fact]
    public void With_a_kind_of_key_that_is_not_known_lose_only_that_log()
    {
        var root = TrustedRootReader.Read(Changed(json => json["tlogs"]![0]!["publicKey"]!["keyDetails"] = "ML_DSA_65"));

        Assert.Null(root.Logs[0].Key);
        Assert.NotNull(root.Logs[1].Key);
    }

    [Fact]
    public void With_two_logs_of_one_id_are_unusable() =>
        Assert.False(IsRead(root => root["tlogs"]!.AsArray().Add(root["tlogs"]![0]!.DeepClone())));

    [Fact]
    public void With_an_authority_without_certificates_are_unusable()
    {
        Assert.False(IsRead(root => root["certificateAuthorities"]![0]!["certChain"]!["certificates"] = new JsonArray()));
        Assert.False(IsRead(root => root["certificateAuthorities"]![0]!["certChain"]!["certificates"]![0]!["rawBytes"] = "AAAA"));
    }

    [Fact]
    public void May_stand_one_in_each_line_of_a_file()
    {
        var line = JsonNode.Parse(Good)!.ToJsonString();

        Assert.Equal(2, TrustedRootReader.ReadFile(Encoding.UTF8.GetBytes($"{line}\n{line}\n")).Count);
        Assert.Single(TrustedRootReader.ReadFile(Good));
    }

    [Fact]
    public void May_stand_in_a_client_trust_config()
    {
        using var directory = new TempDirectory();
        var file = directory.File("sigstore.json");
        File.WriteAllText(
            file, $$$"""{"mediaType":"application/vnd.dev.sigstore.clienttrustconfig.v0.1+json","trustedRoot":{{{JsonNode.Parse(Good)!.ToJsonString()}}},"signingConfig":{}}""");

        Assert.Equal(3, Assert.Single(new TrustedRootSource().Open(new SigstoreTrust { Instance = file }).Roots).Logs.Count);
        Assert.Equal(
            JsonNode.Parse(Good)!.ToJsonString(), Encoding.UTF8.GetString(
                TrustedRoots.Read(new SigstoreTrust { Instance = file }, out _).Span));
    }

    [Theory, InlineData("none", 5121), InlineData("Public-Good", 5121)]
    public void Of_an_instance_that_nobody_knows_there_are_none(string instance, int code) =>
        Assert.Equal(
            code, Assert.Throws<ImageSignException>(
                () => new TrustedRootSource().Open(new SigstoreTrust { Instance = instance })).Code.Number);

    [Fact]
    public void That_cannot_be_read_leave_it_undecided()
    {
        using var directory = new TempDirectory();
        var file = directory.File("root.json");

        Assert.Equal(
            ErrorCodes.TrustedRootUnreadable, Assert.Throws<ImageSignException>(
                () => new TrustedRootSource().Open(new SigstoreTrust { TrustedRootFile = file })).Code);
        File.WriteAllText(file, "{}");
        Assert.Equal(
            ErrorCodes.TrustedRootUnreadable, Assert.Throws<ImageSignException>(
                () => new TrustedRootSource().Open(new SigstoreTrust { TrustedRootFile = file })).Code);
    }

    private static bool IsRead(Action<JsonNode> change)
    {
        try
        {
            TrustedRootReader.Read(Changed(change));
            return true;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            return false;
        }
    }

    private static byte[] Changed(Action<JsonNode> change)
    {
        var root = JsonNode.Parse(Good)!;
        change(root);
        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
