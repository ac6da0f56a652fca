using System.Text;
using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Processes;

namespace ImageSign.Keys.NotationPlugin;

/// <summary>What a plug-in that failed said: an error of the protocol, or whatever it wrote.</summary>
internal static class PluginError
{
    /// <summary>The plug-in's own words; foreign text.</summary>
    public static string Read(ChildProcessResult result)
    {
        var text = result.Error.Trim();
        if (text.Length == 0) return $"exit code {result.ExitCode}, and not a word";
        try
        {
            using var json = OciJson.Parse(Encoding.UTF8.GetBytes(text), "The error");
            if (json.RootElement.ValueKind == JsonValueKind.Object && OciJson.OptionalString(json.RootElement, "errorCode", "The error") is { } code)
            {
                return $"{code}: {OciJson.OptionalString(json.RootElement, "errorMessage", "The error")}";
            }
        }
        catch (ImageSignException)
        {
            return text; // no error of the protocol: the user sees what there is
        }

        return text;
    }
}
