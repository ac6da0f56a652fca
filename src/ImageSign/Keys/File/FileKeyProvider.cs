using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys.File;

/// <summary>Keys in files.</summary>
public sealed class FileKeyProvider : IKeyProvider, IKeyText
{
    /// <inheritdoc />
    public KeyScheme Scheme => KeyScheme.File;

    /// <inheritdoc />
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var text = Read(reference.Value);
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
        var text = Read(reference.Value);
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
    byte[] IKeyText.ReadText(KeyReference reference) => Read(reference.Value);

    private static byte[] Read(string path)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            if (file.Length > Limits.MaxKeyFileBytes) throw ErrorCodes.KeyInvalid.With(path, $"it is larger than {Limits.MaxKeyFileBytes} bytes");
            var text = new byte[file.Length];
            file.ReadExactly(text);
            return text;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ErrorCodes.KeyNotFound.Because(e, path, "there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ErrorCodes.KeyNotFound.Because(e, path, e.Message);
        }
    }
}
