using System.Security.Cryptography;
using Auth.Application.Backends.Jwt;

namespace Auth.Application.Encryption;

/// <summary>
/// Encrypts stored secrets (AES-256-GCM) with a key that is derived from the secret. The ciphertext is bound to its row, so that a
/// row with another user's ciphertext cannot be read.
/// </summary>
/// <param name="jwt">The signing secret, and the secrets that only verify while a secret is being replaced.</param>
/// <param name="purpose">The purpose of the key.</param>
internal sealed class SecretCipher(JwtOptions jwt, string purpose)
{
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize, TagBytes = AesGcm.TagByteSizes.MaxSize;

    private readonly byte[][] _keys = DerivedKey.AllFrom(jwt, purpose);

    /// <summary>The number of bytes by which a ciphertext is longer than its text.</summary>
    public static int Overhead => NonceBytes + TagBytes;

    /// <summary>Encrypts a text: a random nonce, the tag and the ciphertext.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> text, byte[] row)
    {
        var bytes = new byte[Overhead + text.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_keys[0], TagBytes);
        aes.Encrypt(bytes.AsSpan(0, NonceBytes), text, bytes.AsSpan(Overhead), bytes.AsSpan(NonceBytes, TagBytes), row);
        return bytes;
    }

    /// <summary>Decrypts a text.</summary>
    /// <param name="bytes">The result of <see cref="Encrypt"/>, with any of the keys.</param>
    /// <param name="row">The row.</param>
    /// <param name="isNewest">Whether it was encrypted with the newest key.</param>
    /// <returns>Null if it was encrypted with an unknown key or for another row.</returns>
    public byte[]? Decrypt(byte[] bytes, byte[] row, out bool isNewest)
    {
        isNewest = false;
        if (bytes.Length < Overhead)
            return null;
        var text = new byte[bytes.Length - Overhead];
        foreach (var key in _keys)
        {
            using var aes = new AesGcm(key, TagBytes);
            try
            {
                aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(Overhead), bytes.AsSpan(NonceBytes, TagBytes), text, row);
                isNewest = key == _keys[0];
                return text;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another key, or the row was changed.
            }
        }

        return null;
    }
}
