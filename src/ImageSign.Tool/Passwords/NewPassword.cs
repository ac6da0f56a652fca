using System.Security.Cryptography;

namespace ImageSign.Tool.Passwords;

/// <summary>The password for a key that is about to be made: from the environment, or asked twice.</summary>
internal static class NewPassword
{
    public static async Task<byte[]> ForAsync(string keyPath, ConsoleStreams console, CancellationToken cancellationToken)
    {
        if (PasswordVariables.Read() is { } password) return password;
        if (!console.CanPrompt) throw ErrorCodes.PasswordNeeded.With(keyPath);
        while (true)
        {
            var first = await HiddenPrompt.AskAsync(console.Error, $"New password for {keyPath}: ", cancellationToken);
            var second = await HiddenPrompt.AskAsync(console.Error, "The same again: ", cancellationToken);
            var same = first.AsSpan().SequenceEqual(second);
            CryptographicOperations.ZeroMemory(second);
            if (same) return first;
            CryptographicOperations.ZeroMemory(first);
            await console.Error.WriteLineAsync("The two differ; once more.");
        }
    }
}
