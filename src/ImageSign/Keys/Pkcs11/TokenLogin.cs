using System.Security.Cryptography;

namespace ImageSign.Keys.Pkcs11;

/// <summary>
/// The login to one token, shared by all keys of this process. PKCS#11 2.40, section 5.6: "a login holds for all sessions that an application has with the
/// token", and ends with the last of them. A PIN that was refused is never sent again: three tries lock most tokens.
/// </summary>
internal sealed class TokenLogin : IDisposable
{
    // What is kept of a refused PIN is worth nothing outside this process.
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(32);

    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private int _sessions;

    /// <summary>Held while somebody logs in: the others wait for the outcome, and do not send a PIN of their own.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>True while the token takes us for its user.</summary>
    public bool IsLoggedIn { get; set; }

    /// <summary>One session more.</summary>
    public void Opened()
    {
        lock (_refused) _sessions++;
    }

    /// <summary>One session less; with the last one the token forgets the login.</summary>
    public void Closed()
    {
        lock (_refused)
        {
            _sessions--;
            if (_sessions == 0) IsLoggedIn = false;
        }
    }

    /// <summary>True when the token has refused this PIN in this process.</summary>
    public bool WasRefused(byte[] pin)
    {
        lock (_refused) return _refused.Contains(MarkOf(pin));
    }

    /// <summary>Remembers that the token refuses this PIN.</summary>
    public void Refuse(byte[] pin)
    {
        lock (_refused) _refused.Add(MarkOf(pin));
    }

    /// <inheritdoc />
    public void Dispose() => Gate.Dispose();

    private static string MarkOf(byte[] pin) => Convert.ToHexString(HMACSHA256.HashData(Salt, pin));
}
