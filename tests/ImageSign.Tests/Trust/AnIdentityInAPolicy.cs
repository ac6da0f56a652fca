using System.Security.Cryptography.X509Certificates;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Trust;

namespace ImageSign.Tests.Trust;

public sealed class AnIdentityInAPolicy
{
    // CN=ImageSign P256 Leaf,OU=Release,O=ImageSign Test,L=Seattle,ST=WA,C=US
    private static readonly X509Certificate2 Leaf = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(NotationVectors.Folder, "pki", "p256", "leaf.crt"));

    [Theory]
    [InlineData("*", true)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test", true)]
    [InlineData("x509.subject:O=ImageSign Test,S=WA,C=US", true)]
    [InlineData("x509.subject: C=US, ST=WA, O=Image\\53ign Test , CN=ImageSign P256 Leaf", true)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, CN=Someone Else", false)]
    [InlineData("x509.subject: C=US, ST=WA, O=imagesign test", false)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, OU=Release, OU=Release2", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, UID=x", false)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, 2.5.4.11=Release", false)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, ou=Release", false)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, O U=Release", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=ImageSign Test, =Release", null)]
    [InlineData("x509.subject: C=US, ST=WA", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=#0C0141", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=a+OU=b", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=a;b", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=\\", null)]
    [InlineData("x509.subject: C=US, ST=WA, O=", null)]
    [InlineData("x509.subject: c=US, st=WA, o=x", null)]
    [InlineData("x509.subject:", null)]
    [InlineData("someone", null)]
    [InlineData("arn:aws:signer:us-east-1:profile", false)]
    public void Matches_a_subset_of_the_subject_or_is_refused(string text, bool? matches) => Assert.Equal(matches, TrustedIdentity.Parse(text).Identity?.Matches(Leaf));

    [Fact]
    public void Of_enormous_length_is_refused_at_once() => Assert.Null(TrustedIdentity.Parse($"x509.subject: C=US, ST=WA, O={new string('=', 10_000_000)}").Identity);
}
