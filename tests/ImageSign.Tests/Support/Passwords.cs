using System.Text;
using ImageSign.Keys;

namespace ImageSign.Tests.Support;

/// <summary>A password that is known beforehand, or none; counts how often it was asked for.</summary>
internal sealed class Passwords(string? password) : IPasswordSource
{
    public int Asked { get; private set; }

    public static Passwords None => new(password: null);

    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken)
    {
        Asked++;
        return ValueTask.FromResult(password is null ? null : Encoding.UTF8.GetBytes(password));
    }
}
