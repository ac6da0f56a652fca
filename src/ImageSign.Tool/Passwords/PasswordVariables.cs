using System.Text;

namespace ImageSign.Tool.Passwords;

/// <summary>The environment variables that may hold a password.</summary>
internal static class PasswordVariables
{
    private static readonly string[] Names = ["IMAGESIGN_PASSWORD", "COSIGN_PASSWORD"];

    /// <summary>The first one that is set, as UTF-8; set and empty is an empty password.</summary>
    public static byte[]? Read() => Names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is not null) is { } password
        ? Encoding.UTF8.GetBytes(password)
        : null;
}
