using System.Security.Cryptography;
using ImageSign.Keys;

namespace ImageSign.Tool.Passwords;

/// <summary>Passwords from IMAGESIGN_PASSWORD, then COSIGN_PASSWORD, else from a person; each key is asked for once, however many images it signs.</summary>
internal sealed class ConsolePasswordSource(ConsoleStreams console) : IPasswordSource, IPinSource, IDisposable
{
    private readonly Dictionary<string, byte[]> _asked = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken)
    {
        if (PasswordVariables.Read() is { } password) return password;
        return await AskAsync($"Password for {keyName}: ", cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>A password variable is never sent to a token, which may lock itself.</remarks>
    public ValueTask<byte[]?> AskForPinAsync(string tokenName, CancellationToken cancellationToken) => AskAsync($"PIN of the token {tokenName}: ", cancellationToken);

    private async ValueTask<byte[]?> AskAsync(string question, CancellationToken cancellationToken)
    {
        if (!console.CanPrompt) return null;
        if (!_asked.TryGetValue(question, out var answer))
        {
            answer = await HiddenPrompt.AskAsync(console.Error, question, cancellationToken);
            _asked.Add(question, answer);
        }

        return [.. answer];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var answer in _asked.Values) CryptographicOperations.ZeroMemory(answer);
    }
}
