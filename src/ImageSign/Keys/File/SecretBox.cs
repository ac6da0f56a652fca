using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace ImageSign.Keys.File;

/// <summary>NaCl's secretbox: XSalsa20, and Poly1305 over the ciphertext. A box is the 16-byte tag, then the ciphertext.</summary>
internal static class SecretBox
{
    public const int KeyBytes = 32;
    public const int NonceBytes = 24;
    private const int TagBytes = 16;

    public static byte[] Seal(ReadOnlySpan<byte> message, byte[] nonce, byte[] key)
    {
        var (cipher, tagKey) = Start(nonce, key);
        var box = new byte[TagBytes + message.Length];
        cipher.ProcessBytes(message, box.AsSpan(TagBytes));
        Tag(tagKey, box.AsSpan(TagBytes)).CopyTo(box, 0);
        return box;
    }

    /// <summary>The message, or null when the tag does not fit: a wrong key, or an altered box.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> box, byte[] nonce, byte[] key)
    {
        if (box.Length < TagBytes) return null;
        var (cipher, tagKey) = Start(nonce, key);
        if (!CryptographicOperations.FixedTimeEquals(Tag(tagKey, box[TagBytes..]), box[..TagBytes])) return null;
        var message = new byte[box.Length - TagBytes];
        cipher.ProcessBytes(box[TagBytes..], message);
        return message;
    }

    // NaCl, crypto_secretbox: the first 32 bytes of the key stream are the Poly1305 key; the message starts at byte 32.
    private static (XSalsa20Engine Cipher, byte[] TagKey) Start(byte[] nonce, byte[] key)
    {
        var cipher = new XSalsa20Engine();
        cipher.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(key), nonce));
        var tagKey = new byte[KeyBytes];
        cipher.ProcessBytes(new byte[KeyBytes], tagKey);
        return (cipher, tagKey);
    }

    private static byte[] Tag(byte[] tagKey, ReadOnlySpan<byte> ciphertext)
    {
        var mac = new Poly1305();
        mac.Init(new KeyParameter(tagKey));
        mac.BlockUpdate(ciphertext);
        var tag = new byte[TagBytes];
        mac.DoFinal(tag, 0);
        return tag;
    }
}
