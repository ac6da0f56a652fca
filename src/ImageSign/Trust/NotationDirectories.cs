using ImageSign.Primitives;

namespace ImageSign.Trust;

/// <summary>Where notation keeps its files, as rooted paths; null where the user's own folders are not known.</summary>
public static class NotationDirectories
{
    private const string Name = "notation";

    /// <summary>Trust policies, trust stores and plug-ins.</summary>
    public static string? Configuration => Below(UserFolders.Configuration);

    /// <summary>Revocation lists.</summary>
    public static string? Cache => Below(UserFolders.Cache);

    private static string? Below(string? folder) => folder is null ? null : Path.Combine(folder, Name);
}
