using System.Security.Cryptography;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Keys.Pkcs11;

/// <summary>A PIN, and whether a person typed it just now.</summary>
/// <param name="Value">The PIN as UTF-8; cleared when this is disposed.</param>
/// <param name="IsTyped">True when a person can see what comes of it before the next try.</param>
internal sealed record Pin(byte[] Value, bool IsTyped) : IDisposable
{
    private static readonly string[] Variables = ["IMAGESIGN_PKCS11_PIN", "COSIGN_PKCS11_PIN"];

    /// <summary>The PIN from the environment, the file that the URI names, or whoever can be asked; null when there is none.</summary>
    public static async ValueTask<Pin?> FindAsync(Pkcs11Uri uri, string tokenName, IPasswordSource passwords, CancellationToken cancellationToken)
    {
        if (Variables.Select(System.Environment.GetEnvironmentVariable).FirstOrDefault(value => value is not null) is { } text)
        {
            return new Pin(Encoding.UTF8.GetBytes(text), IsTyped: false);
        }

        if (uri.PinFile is { } file) return new Pin(Read(file), IsTyped: false);
        if (passwords is IPinSource person)
        {
            return await person.AskForPinAsync(tokenName, cancellationToken).ConfigureAwait(false) is { } typed ? new Pin(typed, IsTyped: true) : null;
        }

        var password = await passwords.GetPasswordAsync(tokenName, cancellationToken).ConfigureAwait(false);
        return password is null ? null : new Pin(password, IsTyped: false);
    }

    /// <inheritdoc />
    public void Dispose() => CryptographicOperations.ZeroMemory(Value);

    /// <summary>Never the PIN.</summary>
    public override string ToString() => nameof(Pin);

    private static byte[] Read(string path)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            var buffer = new byte[Limits.MaxPinBytes + 2];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            // Editors end a file with a line break, which is no part of a PIN.
            var pin = buffer.AsSpan(0, length).TrimEnd("\r\n"u8).ToArray();
            CryptographicOperations.ZeroMemory(buffer);
            return pin.Length <= Limits.MaxPinBytes ? pin : throw ErrorCodes.KeyNotFound.With("pin-source", $"'{path}' holds more than {Limits.MaxPinBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ErrorCodes.KeyNotFound.Because(e, "pin-source", e.Message.TrimEnd('.'));
        }
    }
}
