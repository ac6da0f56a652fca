using System.Security.Cryptography;
using System.Text;
using ImageSign.Crypto;

namespace ImageSign.Keys.Environment;

/// <summary>Keys in environment variables, <c>env://NAME</c>, which hold what the file would hold.</summary>
public sealed class EnvironmentKeyProvider : IKeyProvider, IKeyText
{
    /// <inheritdoc />
    public KeyScheme Scheme => KeyScheme.Environment;

    /// <inheritdoc />
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var text = Read(reference);
        try
        {
            return await KeyOpener.OpenSigningKeyAsync(text, reference.ToString(), passwords, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <inheritdoc />
    public ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken)
    {
        var text = Read(reference);
        try
        {
            return ValueTask.FromResult(KeyOpener.ReadPublicKey(text, reference.ToString()));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <inheritdoc />
    ValueTask<byte[]> IKeyText.ReadTextAsync(KeyReference reference, CancellationToken cancellationToken) => new(Read(reference));

    private static byte[] Read(KeyReference reference) => System.Environment.GetEnvironmentVariable(reference.Value) is { Length: > 0 } text
        ? Encoding.UTF8.GetBytes(text)
        : throw ErrorCodes.KeyNotFound.With(reference.ToString(), "the variable is not set");
}
