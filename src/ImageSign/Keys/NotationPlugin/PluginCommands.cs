namespace ImageSign.Keys.NotationPlugin;

/// <summary>Words of the plug-in protocol (plugin-extensibility, contract version 1.0).</summary>
internal static class PluginCommands
{
    public const string ContractVersion = "1.0";

    public const string GetMetadata = "get-plugin-metadata";
    public const string DescribeKey = "describe-key";
    public const string GenerateSignature = "generate-signature";
    public const string GenerateEnvelope = "generate-envelope";
    public const string VerifySignature = "verify-signature";

    public const string SignatureGenerator = "SIGNATURE_GENERATOR.RAW";
    public const string EnvelopeGenerator = "SIGNATURE_GENERATOR.ENVELOPE";
    public const string TrustedIdentityVerifier = "SIGNATURE_VERIFIER.TRUSTED_IDENTITY";
    public const string RevocationVerifier = "SIGNATURE_VERIFIER.REVOCATION_CHECK";
}
