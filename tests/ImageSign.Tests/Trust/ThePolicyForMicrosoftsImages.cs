using ImageSign.Crypto;
using ImageSign.Trust;

namespace ImageSign.Tests.Trust;

public sealed class ThePolicyForMicrosoftsImages
{
    [Theory]
    [InlineData(TrustStoreKind.Ca, "23ffe2b8bdb9a1711515d4cffda04bc7f793d513c76c243f1020507d8669b7db")]
    [InlineData(TrustStoreKind.Tsa, "df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e")]
    public void Trusts_exactly_these_roots(TrustStoreKind kind, string fingerprint) =>
        Assert.Equal(fingerprint, CertificateChain.Thumbprint(Assert.Single(new BuiltInTrustStore().Load(new TrustStoreName(kind, "msft-supplychain")))));

    [Fact]
    public void Requires_identity_and_timestamps_and_logs_revocation()
    {
        var statement = BuiltInPolicies.Find(BuiltInPolicies.MicrosoftDotNet)!.For("mcr.microsoft.com/dotnet/aspnet");
        Assert.Equal("x509.subject: CN=Microsoft SCD Products RSA Signing,O=Microsoft Corporation,L=Redmond,S=Washington,C=US", Assert.Single(statement.Identities).Text);
        Assert.Equal(TimestampUse.Always, statement.Timestamps);
        Assert.Single(statement.StoresOf(TrustStoreKind.Tsa));
        Assert.All(Enum.GetValues<VerificationStep>(), step => Assert.Equal(step == VerificationStep.Revocation ? VerificationAction.Log : VerificationAction.Enforce, statement.Level[step]));
        Assert.Equal(VerificationAction.Enforce, statement.Level.WithRevocation(VerificationAction.Enforce)[VerificationStep.Revocation]);
    }

    [Theory, InlineData("mcr.microsoft.com/azure-cli"), InlineData("evil.example/dotnet/aspnet"), InlineData("mcr.microsoft.com/dotnet")]
    public void Is_for_no_other_image(string scope) =>
        Assert.Equal(ErrorCodes.NoStatementApplies, Assert.Throws<ImageSignException>(() => BuiltInPolicies.Find(BuiltInPolicies.MicrosoftDotNet)!.For(scope)).Code);
}
