using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>What a plug-in says about itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, semantic.</param>
/// <param name="Capabilities">What it can do.</param>
internal sealed record PluginMetadata(string Name, string Version, IReadOnlyList<string> Capabilities)
{
    private const int MaxItems = 100;

    /// <summary>Reads the answer to get-plugin-metadata; every member is required.</summary>
    public static PluginMetadata Read(JsonElement answer, string what)
    {
        var name = Required(answer, "name", what);
        var version = Required(answer, "version", what);
        Required(answer, "description", what);
        Required(answer, "url", what);
        var capabilities = Strings(answer, "capabilities", what);
        if (capabilities.Length == 0) throw OciJson.Malformed(what, "'capabilities' is empty");
        return Strings(answer, "supportedContractVersions", what).Contains(PluginCommands.ContractVersion)
            ? new PluginMetadata(name, version, capabilities)
            : throw OciJson.Malformed(what, $"it does not support the contract version {PluginCommands.ContractVersion}");
    }

    /// <summary>True when the plug-in offers <paramref name="capability"/>.</summary>
    public bool Can(string capability) => Capabilities.Contains(capability);

    private static string Required(JsonElement answer, string name, string what) =>
        OciJson.RequiredString(answer, name, what) is { Length: > 0 } text ? text : throw OciJson.Malformed(what, $"'{name}' is empty");

    private static string[] Strings(JsonElement answer, string name, string what) => [.. OciJson.OptionalArray(answer, name, what, MaxItems)
        .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw OciJson.Malformed(what, $"'{name}' holds something other than text"))];
}
