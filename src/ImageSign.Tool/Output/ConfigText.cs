using ImageSign.Verification;

namespace ImageSign.Tool.Output;

/// <summary>How an image compares with its description: what holds, and what nobody can know.</summary>
internal static class ConfigText
{
    /// <summary>The lines of a check that passed, for one image or for each platform's.</summary>
    public static TextNode Of(Check config)
    {
        var platforms = config.Children.Where(check => check.Id == CheckIds.Platform).ToList();
        return TextNode.Line(
            Mark.Good,
            $"Image is as {config.FactOf("config-name")} says",
            platforms.Count == 0 ? [.. Lines(config)] : [.. platforms.Select(platform => TextNode.Line(Mark.Good, platform.FactOf("platform") ?? "", [.. Lines(platform)]))]);
    }

    private static IEnumerable<TextNode> Lines(Check config)
    {
        var digest = TextNode.Field("config-digest", config.FactOf("config-digest") ?? "");
        return config.Children.Where(check => check.Id != CheckIds.ConfigFile).Select(CheckTree.Line).Prepend(digest);
    }
}
