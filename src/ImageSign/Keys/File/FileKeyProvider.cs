using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Keys.File;

/// <summary>Keys in files.</summary>
public sealed class FileKeyProvider : IKeyProvider, IKeyText
{
    /// <inheritdoc />
    public KeyScheme Scheme => KeyScheme.File;

    // A pipe gives its bytes once; whoever asks for its key again gets them from here.
    private readonly Dictionary<string, byte[]> _pipes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc />
    public async ValueTask<ISigningKey> OpenSigningKeyAsync(KeyReference reference, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(reference, cancellationToken).ConfigureAwait(false);
        try
        {
            return await KeyOpener.OpenSigningKeyAsync(file, reference.ToString(), passwords, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    /// <inheritdoc />
    public async ValueTask<PublicKey> ReadPublicKeyAsync(KeyReference reference, CancellationToken cancellationToken)
    {
        var file = await ReadAsync(reference, cancellationToken).ConfigureAwait(false);
        try
        {
            return KeyOpener.ReadPublicKey(file, reference.ToString());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    /// <inheritdoc />
    ValueTask<byte[]> IKeyText.ReadTextAsync(KeyReference reference, CancellationToken cancellationToken) => ReadAsync(reference, cancellationToken);

    private ValueTask<byte[]> ReadAsync(KeyReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var path = reference.Value;
        // What has no length may be a pipe that nobody writes to: whoever waits for it can still give up.
        return new FileInfo(path) is { Exists: true, Length: 0 } ? new(Task.Run(() => Read(path), CancellationToken.None).WaitAsync(cancellationToken)) : new(Read(path));
    }

    private byte[] Read(string path)
    {
        try
        {
            lock (_gate)
            {
                if (_pipes.TryGetValue(path, out var known)) return [.. known];
                var content = UserFile.Read(path, Limits.MaxKeyFileBytes, out var isOnce)
                    ?? throw KeyMaterial.NotUnderstood(path, $"it is larger than {Limits.MaxKeyFileBytes} bytes", "Name the file that holds the key");
                if (isOnce) _pipes.Add(path, [.. content]);
                return content;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ErrorCodes.KeyNotFound.Because(e, path, path == "-" ? "there is no such file; standard input is written /dev/stdin" : "there is no such file");
        }
        catch (UnauthorizedAccessException e)
        {
            throw ErrorCodes.KeyNotFound.Because(e, path, "you may not read it");
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            throw ErrorCodes.KeyNotFound.Because(e, path, e.Message.TrimEnd('.'));
        }
    }
}
