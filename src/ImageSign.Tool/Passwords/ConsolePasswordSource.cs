using System.Security.Cryptography;
using ImageSign.Keys;

namespace ImageSign.Tool.Passwords;

/// <summary>Passwords from IMAGESIGN_PASSWORD, then COSIGN_PASSWORD, else from a person; each key is asked for once, however many images it signs.</summary>
internal sealed class ConsolePasswordSource(ConsoleStreams console) : IPasswordSource, IDisposable
{
    private readonly Dictionary<string, byte[]> _asked = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken)
    {
        if (PasswordVariables.Read() is { } password) return password;
        if (!console.CanPrompt) return null;
        if (!_asked.TryGetValue(keyName, out var answer))
        {
            answer = await HiddenPrompt.AskAsync(console.Error, $"Password for {keyName}: ", cancellationToken);
            _asked.Add(keyName, answer);
        }

        return [.. answer];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var answer in _asked.Values) CryptographicOperations.ZeroMemory(answer);
    }
}
