using System.Text.Json.Nodes;

namespace ImageSign.TestPlugin;

/// <summary>The answer to get-plugin-metadata.</summary>
internal static class Metadata
{
    public static JsonObject Of(string mode) => new()
    {
        ["name"] = mode == "wrongname" ? "somebody.else" : "imagesign.test",
        ["description"] = "test plugin",
        ["version"] = mode == "old" ? "0.9.0" : "1.2.3",
        ["url"] = "https://example.com",
        ["supportedContractVersions"] = new JsonArray(mode == "future" ? "2.0" : "1.0"),
        ["capabilities"] = mode switch
        {
            "env" or "envtamper" => new JsonArray("SIGNATURE_GENERATOR.ENVELOPE"),
            "verify" or "verifyfail" or "verifypart" or "old" => new JsonArray("SIGNATURE_VERIFIER.TRUSTED_IDENTITY", "SIGNATURE_VERIFIER.REVOCATION_CHECK"),
            _ => new JsonArray("SIGNATURE_GENERATOR.RAW"),
        },
    };
}
