using ImageSign.Keys;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Trust;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust;

public sealed class ATestCertificate
{
    [Theory, InlineData(TestCertificate.DefaultSubject), InlineData("C=CZ, S=Praha, O=Příklad\\, s. r. o., CN=Nobody")]
    public async Task Signs_and_can_be_trusted_by_name(string subject)
    {
        using var directory = new TempDirectory();
        using var certificate = TestCertificate.Create(subject, TimeProvider.System);
        var files = TestCertificateFiles.Write(certificate, directory.File("test"));
        Assert.Equal(ErrorCodes.KeyFileExists, Assert.Throws<ImageSignException>(() => TestCertificateFiles.Write(certificate, directory.File("test"))).Code);
        using var signer = new NotarySigner();
        await signer.Engine.SignAsync(new SignRequest(signer.Image, KeyReference.Parse(files.PrivateKey)) { CertificateChainFile = files.Chain, Formats = ["notary-jws"] });

        Directory.CreateDirectory(directory.File("x509", "ca", "test"));
        File.Copy(files.Root, directory.File("x509", "ca", "test", "root.crt"));
        await File.WriteAllTextAsync(directory.File("policy.json"), $$"""
            {"version":"1.0","trustPolicies":[{"name":"t","registryScopes":["*"],"signatureVerification":{"level":"strict"},"trustStores":["ca:test"],"trustedIdentities":["x509.subject: {{subject.Replace("\\", "\\\\", StringComparison.Ordinal)}}"]}]}
            """, TestContext.Current.CancellationToken);
        var result = await signer.VerifyAsync(change: request => request with { PolicyFile = directory.File("policy.json"), TrustStoreDirectory = directory.Path });
        Assert.Equal(VerdictOutcome.Trusted, result.Verdict.Outcome);
        Assert.Contains("TEST ONLY", result.Verdict.Root.FactOf("anchor"), StringComparison.Ordinal);
    }

    [Theory, InlineData("CN=x"), InlineData("C=USA,ST=x,O=y"), InlineData("nonsense")]
    public void Needs_a_subject_that_policies_can_name(string subject) =>
        Assert.Equal(ErrorCodes.TestSubjectInvalid, Assert.Throws<ImageSignException>(() => TestCertificate.Create(subject, new ManualTime())).Code);
}
