using System.Text.Json.Nodes;

namespace ImageSign.TestPlugin;

/// <summary>The answer to verify-signature.</summary>
internal static class Verifier
{
    public static JsonObject Answer(JsonObject request, string mode)
    {
        var results = new JsonObject();
        foreach (var capability in request["trustPolicy"]!["signatureVerification"]!.AsArray().Select(node => node!.GetValue<string>()))
        {
            results[capability] = new JsonObject { ["success"] = mode != "verifyfail", ["reason"] = mode == "verifyfail" ? "identity not allowed" : "" };
        }

        return new JsonObject
        {
            ["verificationResults"] = results,
            ["processedAttributes"] = mode == "verifypart" ? new JsonArray() : request["signature"]!["unprocessedAttributes"]!.DeepClone(),
        };
    }
}
