using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Pki;

public sealed class ATestAuthority
{
    [Theory, InlineData(TestKeyAlgorithm.EcdsaP256), InlineData(TestKeyAlgorithm.EcdsaP521), InlineData(TestKeyAlgorithm.Rsa2048)]
    public void Issues_leaves_that_chain_to_it_through_an_intermediate(TestKeyAlgorithm algorithm)
    {
        using var root = TestCa.Create(options: TestCertificateOptions.Authority with { KeyAlgorithm = algorithm });
        using var intermediate = root.IssueIntermediate();
        using var leaf = intermediate.Issue(new TestCertificateOptions { KeyAlgorithm = algorithm });

        Assert.True(Chains(leaf, root, intermediate));
        Assert.Equal(3, intermediate.ChainPem(leaf).Split("BEGIN CERTIFICATE").Length - 1);
        Assert.True(leaf.HasPrivateKey);
    }

    [Fact]
    public void Does_not_vouch_for_anothers_leaves()
    {
        using var root = TestCa.Create();
        using var other = TestCa.Create();
        using var leaf = other.Issue();

        Assert.False(Chains(leaf, root));
    }

    [Fact]
    public void Issues_what_has_expired()
    {
        using var root = TestCa.Create();
        var now = DateTimeOffset.UtcNow;
        using var leaf = root.Issue(new TestCertificateOptions { NotBefore = now.AddMinutes(-2), NotAfter = now.AddMinutes(-1) });

        Assert.False(Chains(leaf, root));
    }

    [Fact]
    public void Says_only_what_it_was_told_to_say()
    {
        using var root = TestCa.Create();
        using var leaf = root.Issue(new TestCertificateOptions
        {
            Subject = "CN=timestamps",
            KeyUsage = null,
            IsAuthority = null,
            ExtendedKeyUsages = [TestCertificateOptions.TimeStamping],
            EmailAddresses = ["signer@example.com"],
        });

        var usages = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
        Assert.Equal(TestCertificateOptions.TimeStamping, Assert.Single(usages.Cast<Oid>()).Value);
        Assert.Empty(leaf.Extensions.OfType<X509KeyUsageExtension>());
        Assert.Empty(leaf.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.Equal("signer@example.com", leaf.GetNameInfo(X509NameType.EmailName, forIssuer: false));
    }

    [Theory, InlineData(TestKeyAlgorithm.Rsa3072), InlineData(TestKeyAlgorithm.EcdsaP384), InlineData(TestKeyAlgorithm.Ed25519)]
    public void Has_keys_of_every_kind(TestKeyAlgorithm algorithm)
    {
        Assert.SkipUnless(Peers.AreRequired || TestKeys.CanGenerate(algorithm), "there is no openssl command here");

        var pair = TestKeys.Shared(algorithm);

        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", pair.PrivatePem);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----\n", pair.PublicPem);
        Assert.Same(pair, TestKeys.Shared(algorithm));
    }

    private static bool Chains(X509Certificate2 leaf, TestCa root, TestCa? intermediate = null)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(root.Certificate);
        if (intermediate is not null)
        {
            chain.ChainPolicy.ExtraStore.Add(intermediate.Certificate);
        }

        return chain.Build(leaf);
    }
}
