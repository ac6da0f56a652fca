using System.Security.Cryptography;
using System.Text;

namespace ImageSign.Tool.Passwords;

/// <summary>Asks a person for a password without showing it.</summary>
internal static class HiddenPrompt
{
    private const int MaxLength = 1024;

    /// <summary>The answer as UTF-8. The prompt goes to <paramref name="error"/>: standard output carries the result only.</summary>
    public static async Task<byte[]> AskAsync(TextWriter error, string question, CancellationToken cancellationToken)
    {
        await error.WriteAsync(ForeignText.Sanitize(question));
        // A key that was never pressed cannot be cancelled; the wait for it can.
        var answer = await Task.Run(() => Read(() => Console.ReadKey(intercept: true)), CancellationToken.None).WaitAsync(cancellationToken);
        await error.WriteLineAsync();
        return answer;
    }

    /// <summary>Reads keys up to Enter.</summary>
    public static byte[] Read(Func<ConsoleKeyInfo> nextKey)
    {
        var characters = new char[MaxLength];
        var length = 0;
        try
        {
            while (nextKey() is { Key: not ConsoleKey.Enter } key)
            {
                if (key.Key == ConsoleKey.Backspace) length = Math.Max(0, length - 1);
                else if (!char.IsControl(key.KeyChar) && length < MaxLength) characters[length++] = key.KeyChar;
            }

            return Encoding.UTF8.GetBytes(characters, 0, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(characters.AsSpan()));
        }
    }
}
