using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auth.Application.Backends.Jwt;
using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>
/// Encrypts the tokens of providers (AES-256-GCM) with a key that is derived from the secret. The ciphertext is bound to its link,
/// so that a row with another user's ciphertext cannot be read.
/// </summary>
public sealed class ProviderTokenProtector(IOptions<AuthOptions> options)
{
    /// <summary>The maximum length of encrypted tokens. Longer ones are not kept.</summary>
    internal const int MaxLength = 32 * 1024;

    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize, TagBytes = AesGcm.TagByteSizes.MaxSize;

    // The signing secret, then the secrets that only verify while a secret is being replaced.
    private readonly byte[][] _keys = [.. WeakSecrets.Without(options.Value.Jwt)
        .Select(secret => DerivedKey.From(secret, "auth: tokens of external providers"))];

    /// <summary>Encrypts tokens: a random nonce, the tag and the ciphertext.</summary>
    /// <returns>Null if the tokens are too long.</returns>
    public byte[]? Protect(ExternalLogin login, ProviderTokens tokens)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(tokens);
        var bytes = new byte[NonceBytes + TagBytes + text.Length];
        if (bytes.Length > MaxLength)
            return null;
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_keys[0], TagBytes);
        aes.Encrypt(
            bytes.AsSpan(0, NonceBytes), text, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), LinkOf(login));
        return bytes;
    }

    /// <summary>Decrypts the tokens of a link.</summary>
    /// <returns>Null if there are none, or if they were encrypted with another key or for another link.</returns>
    public ProviderTokens? Unprotect(ExternalLogin login)
    {
        if (login.ProtectedTokens is not { } bytes || bytes.Length < NonceBytes + TagBytes)
            return null;
        var text = new byte[bytes.Length - NonceBytes - TagBytes];
        foreach (var key in _keys)
        {
            using var aes = new AesGcm(key, TagBytes);
            try
            {
                aes.Decrypt(
                    bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), text,
                    LinkOf(login));
                return JsonSerializer.Deserialize<ProviderTokens>(text);
            }
            catch (AuthenticationTagMismatchException)
            {
                // Another key, or the row was changed.
            }
        }

        return null;
    }

    private static byte[] LinkOf(ExternalLogin login) =>
        Encoding.UTF8.GetBytes($"{login.UserId:D} {login.Provider} {login.AccountId}");
}
