using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>Certificates that an authority could be talked into, or that two readers would read in two ways.</summary>
public sealed class HostileCertificates
{
    private static readonly OwnInstance Instance = new();

    [Fact]
    public void The_usual_one_is_good() => MustPass(Instance.Judge(Instance.IssueFor(OwnInstance.Identity)));

    [Fact]
    public void Two_names_are_not_one_signer() =>
        MustFail(
            Instance.Judge(
                Instance.Issue(
                    OwnInstance.Names(OwnInstance.Identity, "https://evil.example/"), OwnInstance.Claim(8, OwnInstance.Issuer))), CheckIds.CertificateChain);

    [Theory, InlineData("https://github.com/acme\0.evil/"), InlineData("https://github.com/acme\n"), InlineData("")]
    public void A_name_with_characters_that_mislead_is_refused(string name) =>
        MustFail(Instance.Judge(Instance.Issue(Name(6, name), OwnInstance.Claim(8, OwnInstance.Issuer))), CheckIds.CertificateChain);

    [Fact]
    public void A_user_name_with_markup_is_refused() =>
        MustFail(
            Instance.Judge(
                Instance.Issue(
                    UserName("eve\u001b[31m!acme.example"), OwnInstance.Claim(8, OwnInstance.Issuer))), CheckIds.CertificateChain);

    [Fact]
    public void A_name_of_another_kind_says_nothing() =>
        MustFail(
            Instance.Judge(Instance.Issue(Name(2, "acme.example"), OwnInstance.Claim(8, OwnInstance.Issuer))), CheckIds.CertificateChain);

    [Fact]
    public void A_user_name_is_one()
    {
        var own = new OwnInstance { Wanted = new(IdentityMatch.Exact("ann!acme.example"), IdentityMatch.Exact(OwnInstance.Issuer)) };

        MustPass(own.Judge(own.Issue(UserName("ann!acme.example"), OwnInstance.Claim(8, OwnInstance.Issuer))));
    }

    [Fact]
    public void Two_issuers_that_differ_are_none() => MustFail(
        Instance.Judge(
            Instance.IssueFor(
                OwnInstance.Identity, OwnInstance.Raw(1, "https://accounts.google.com"u8.ToArray()))), CheckIds.Identity, ErrorCodes.IdentityMalformed);

    [Fact]
    public void Two_issuers_that_agree_are_one() =>
        MustPass(
            Instance.Judge(
                Instance.IssueFor(OwnInstance.Identity, OwnInstance.Raw(1, "https://token.actions.githubusercontent.com"u8.ToArray()))));

    [Fact]
    public void An_issuer_that_is_no_string_is_none() => MustFail(
        Instance.Judge(
            Instance.Issue(
                OwnInstance.Names(OwnInstance.Identity), OwnInstance.Raw(8, "https://token.actions.githubusercontent.com"u8.ToArray()))),
        CheckIds.Identity,
        ErrorCodes.IdentityMalformed);

    [Fact]
    public void A_certificate_without_an_issuer_says_nothing() =>
        MustFail(Instance.Judge(Instance.Issue(OwnInstance.Names(OwnInstance.Identity))), CheckIds.Identity, ErrorCodes.IdentityMalformed);

    [Fact]
    public void A_reusable_workflow_does_not_say_whose_build_it_was()
    {
        var own = new OwnInstance { Wanted = Instance.Wanted.Claiming("source-repository", "https://github.com/acme/shop") };

        MustPass(own.Judge(own.IssueFor(OwnInstance.Identity, OwnInstance.Claim(12, "https://github.com/acme/shop"))));
        MustFail(
            own.Judge(
                own.IssueFor(
                    OwnInstance.Identity, OwnInstance.Claim(12, "https://github.com/mallory/shop"))), CheckIds.Identity, ErrorCodes.OtherIdentity);
        MustFail(own.Judge(own.IssueFor(OwnInstance.Identity)), CheckIds.Identity, ErrorCodes.OtherIdentity);
    }

    [Fact]
    public void A_precertificate_was_never_issued() => MustFail(
        Instance.Judge(
            Instance.IssueFor(
                OwnInstance.Identity, new X509Extension(
                    SignedCertificateTimestamp.PoisonOid, [5, 0], critical: true))), CheckIds.CertificateChain);

    [Fact]
    public void A_critical_extension_that_is_not_understood_is_refused() =>
        MustFail(
            Instance.Judge(
                Instance.IssueFor(OwnInstance.Identity, new X509Extension("1.2.3.4", [5, 0], critical: true))), CheckIds.CertificateChain);

    [Fact]
    public void An_authority_does_not_sign_itself() => MustFail(
        Instance.Judge(
            Instance.IssueFor(
                OwnInstance.Identity, new X509BasicConstraintsExtension(
                    certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true))),
        CheckIds.CertificateChain);

    [Fact]
    public void A_promise_for_another_certificate_is_none()
    {
        var extension = Instance.IssueFor(OwnInstance.Identity).Extensions[SignedCertificateTimestamp.ListOid]!;
        var other = new OwnInstance();

        MustFail(
            Instance.Judge(
                Instance.IssueWithout(
                    OwnInstance.Identity, OwnInstance.Claim(13, "another build"), extension)), CheckIds.CertificateTransparency);
        MustFail(other.Judge(Instance.IssueFor(OwnInstance.Identity)), CheckIds.CertificateTrust);
    }

    [Fact]
    public void Two_entries_of_one_operator_are_one_vote()
    {
        var one = new OwnInstance { Operators = ["same.example", "same.example"] };

        MustPass(Instance.Judge(Instance.IssueFor(OwnInstance.Identity), threshold: 2, 0, 1));
        MustFail(Instance.Judge(Instance.IssueFor(OwnInstance.Identity), threshold: 2, 0, 0), CheckIds.Log);
        MustFail(one.Judge(one.IssueFor(OwnInstance.Identity), threshold: 2, 0, 1), CheckIds.Log);
    }

    [Fact]
    public void A_bad_entry_of_a_known_log_is_not_outvoted()
    {
        var certificate = Instance.IssueFor(OwnInstance.Identity);
        var signature = Instance.Sign();
        var good = Instance.Entry(certificate, signature);
        var bad = Instance.Entry(certificate, signature, log: 1) with { IntegratedTime = good.IntegratedTime + 1 };

        MustFail(
            Instance.Judge(
                new SignatureMaterial { Certificate = certificate.RawDataMemory, Entries = [good, bad] }, signature), CheckIds.Log);
    }

    [Fact]
    public void An_entry_of_another_signature_of_the_same_key_is_none()
    {
        var certificate = Instance.IssueFor(OwnInstance.Identity);
        var (logged, other) = (Instance.Sign(), Instance.Sign());

        MustFail(
            Instance.Judge(
                new SignatureMaterial { Certificate = certificate.RawDataMemory, Entries = [Instance.Entry(certificate, logged)] }, other), CheckIds.Log, ErrorCodes.LogEntryMismatch);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void A_signature_of_zeros_is_none(int zeros)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(zeros);
            writer.WriteInteger(0);
        }

        var certificate = Instance.IssueFor(OwnInstance.Identity);
        var signature = writer.Encode();

        MustFail(
            Instance.Judge(
                new SignatureMaterial { Certificate = certificate.RawDataMemory, Entries = [Instance.Entry(certificate, signature)] }, signature), CheckIds.SignatureIntegrity);
    }

    private static X509Extension Name(int tag, string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) writer.WriteCharacterString(
            UniversalTagNumber.IA5String, text, new Asn1Tag(TagClass.ContextSpecific, tag));
        return new X509Extension("2.5.29.17", writer.Encode(), critical: true);
    }

    private static X509Extension UserName(string text)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(tag))
        {
            writer.WriteObjectIdentifier("1.3.6.1.4.1.57264.1.7");
            using (writer.PushSequence(tag)) writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: true);
    }

    private static void MustPass(SigstoreVerification answer) => Assert.True(answer.Passed, Explain(answer));

    private static void MustFail(SigstoreVerification answer, string id, ErrorCode? code = null)
    {
        var failed = answer.Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Fail);
        Assert.True(failed?.Id == id, Explain(answer));
        if (code is not null) Assert.Equal(code, failed!.Code);
    }

    private static string Explain(SigstoreVerification answer) =>
        string.Join(
            '\n', answer.Checks.SelectMany(check => check.Flatten()).Select(
                check => $"{check.Outcome} {check.Id} {check.Code} {check.Reason}"));
}
